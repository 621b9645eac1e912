package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Administration;
import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.access.Members;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import java.util.List;

/**
 * Deletes chats for ever (design section 12). First a grave ends each of their logs, which no
 * writer gets past, that of the members before all: with it go the rights of everybody but
 * services. Then it is noted for all nodes, and what was in the logs is erased. A service that asks
 * again finishes what a node that died has begun.
 */
final class Deletion {
  private final Ingest ingest;
  private final EventStore store;
  private final Administration administration;

  Deletion(Ingest ingest, EventStore store, Administration administration) {
    this.ingest = ingest;
    this.store = store;
    this.administration = administration;
  }

  /**
   * Completes when nothing is left of the chat.
   *
   * @param members who belongs to it; fails where it was deleted already
   */
  Future<Void> delete(Caller caller, ChatId chat, Future<Members> members, Deadline deadline) {
    return members
        .compose(known -> requireMay(caller, chat, known))
        .map(may -> false)
        .recover(cause -> goOn(caller, cause))
        .compose(isAgain -> delete(chat, deadline).compose(done -> answer(isAgain)));
  }

  private Future<Void> requireMay(Caller caller, ChatId chat, Members members) {
    administration.requireAdministrator(caller, members);
    // What nobody has founded may have been begun by a message.
    return store.binding(chat).map(bound -> Administration.requireThere(bound.isPresent()));
  }

  /** Services may finish it; nobody else can be told from a stranger any more. */
  private static Future<Boolean> goOn(Caller caller, Throwable cause) {
    return Refusal.isGone(cause) && !caller.isJudgedByMembership()
        ? Future.succeededFuture(true)
        : Future.failedFuture(cause);
  }

  private static Future<Void> answer(boolean isAgain) {
    return isAgain ? Future.failedFuture(StoreRefusals.gone()) : Future.succeededFuture();
  }

  /** Behind the first grave it is decided, and goes on whether anybody still waits or not. */
  private Future<Void> delete(ChatId chat, Deadline deadline) {
    return end(Address.members(chat), deadline)
        .compose(gone -> end(Address.messages(chat), ingest.newDeadline()))
        .compose(gone -> end(Address.receipts(chat), ingest.newDeadline()))
        .compose(all -> ingest.note(ControlNote.end(chat), ingest.newDeadline()))
        .compose(noted -> store.erase(Address.messages(chat)))
        .compose(erased -> store.erase(Address.receipts(chat)))
        .compose(erased -> store.erase(Address.members(chat)))
        .compose(erased -> store.lists().forget(chat));
  }

  private Future<Void> end(Address log, Deadline deadline) {
    IngestShard shard = ingest.shard(log);
    return shard
        .call(() -> shard.ownLogs().append(log, () -> graveBehindHead(log), deadline))
        .<Void>mapEmpty()
        .recover(
            cause -> Refusal.isGone(cause) ? Future.succeededFuture() : Future.failedFuture(cause));
  }

  private Future<OwnLogs.Plan> graveBehindHead(Address log) {
    return store.head(log).map(head -> new OwnLogs.Plan(head, List.of(Event.grave(head))));
  }
}
