package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Administration;
import com.plantapop.chat.access.MemberChange;
import com.plantapop.chat.access.MemberChange.Action;
import com.plantapop.chat.access.Members;
import com.plantapop.chat.config.ChatsConfig;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The chats that somebody has created, and who belongs to them (design section 12). What is asked
 * fails with a Refusal, and may be asked again when its outcome is not known. Any thread; completes
 * on the caller's context.
 */
public final class Chats {
  private final Ingest ingest;
  private final EventStore store;
  private final Administration administration;
  private final MemberLogs logs;
  private final Founder founder;
  private final Deletion deletion;
  private final PersonChats lists;
  private final Notifications notifications;

  public Chats(Ingest ingest, Contract contract, EventStore store, ChatsConfig config) {
    this.ingest = ingest;
    this.store = store;
    this.administration = new Administration(config);
    this.logs = new MemberLogs(ingest);
    this.deletion = new Deletion(ingest, store, administration);
    this.founder = new Founder(contract, store, administration, logs);
    this.lists = new PersonChats(ingest, store);
    this.notifications = new Notifications(ingest, store);
  }

  /**
   * What is known of a chat.
   *
   * @param members canonical addresses, in the order in which they came
   * @param attributes the text of a JSON object, as it was given
   * @param head the number of the last message, 0 before the first
   * @param receiptsHead the same of its receipts
   */
  public record Chat(
      ChatId id,
      UUID chatId,
      Set<String> members,
      String attributes,
      Instant createdAt,
      long head,
      long receiptsHead) {}

  /**
   * A chat that somebody wants.
   *
   * @param isNew whether it was not there before
   */
  public record Created(Chat chat, boolean isNew) {}

  /**
   * Creates a chat, or finds the one that was created with the same request before: idempotent by
   * the {@code chatId} or id in it, whoever asks the same at the same time.
   *
   * @param body the request, the exact text of the JSON value
   */
  public Future<Created> create(Caller caller, String body, Deadline deadline) {
    return Future.succeededFuture()
        .compose(begun -> founder.found(caller, body, deadline))
        .compose(founded -> chat(founded).map(founded::require));
  }

  private Future<Chat> chat(Founder.Founded founded) {
    return members(founded.id()).compose(members -> read(founded.id(), members));
  }

  /** The chat of a name: its id in any case, or the {@code chatId} that is bound to it. */
  public Future<ChatId> named(Caller caller, String name) {
    Optional<ChatId> id = ChatId.parse(name);
    if (id.isPresent()) {
      return Future.succeededFuture(id.get());
    }
    Optional<UUID> chatId = uuid(name);
    return chatId.isEmpty()
        ? Future.failedFuture(Refusal.malformed("id: must be 24 hex digits or a chatId"))
        : store.chat(chatId.get()).map(found -> found.orElseThrow(() -> unknown(caller)));
  }

  /** {@code UUID.fromString} takes more spellings than there are. */
  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text))
          .filter(read -> read.toString().equalsIgnoreCase(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /** As if there were a chat that nobody belongs to. */
  private static Refusal unknown(Caller caller) {
    return Members.NONE.admit(caller)
        ? Refusal.of(Refusal.Code.NOT_FOUND, "id: there is no such chat")
        : Members.refusal();
  }

  /** Tells what is known of a chat. */
  public Future<Chat> chat(Caller caller, ChatId id) {
    return members(id).compose(members -> read(id, requireVisible(caller, members)));
  }

  private Future<Members> members(ChatId id) {
    IngestShard shard = ingest.shard(Address.members(id));
    return shard.call(() -> shard.memberships().latest(id));
  }

  private static Members requireVisible(Caller caller, Members members) {
    return Administration.requireFounded(members.require(caller));
  }

  private Future<Chat> read(ChatId id, Members members) {
    Future<List<Event>> first = store.readAfter(Address.members(id), 0, 1, 1);
    Future<Optional<UUID>> chatId = store.binding(id);
    Future<Long> head = store.head(Address.messages(id));
    Future<Long> receiptsHead = store.head(Address.receipts(id));
    return Future.all(first, chatId, head, receiptsHead)
        .map(
            all ->
                chat(
                    id,
                    chatId.result(),
                    members,
                    first.result().get(0),
                    head.result(),
                    receiptsHead.result()));
  }

  private static Chat chat(
      ChatId id,
      Optional<UUID> chatId,
      Members members,
      Event begin,
      long head,
      long receiptsHead) {
    return new Chat(
        id,
        chatId.orElseThrow(),
        members.people(),
        MemberChange.parse(begin.payload()).founding().orElseThrow().attributes(),
        begin.acceptedAt(),
        head,
        receiptsHead);
  }

  /** Adds a member; done also when the chat has it already. */
  public Future<Void> add(Caller caller, ChatId id, String email, Deadline deadline) {
    return email(email)
        .compose(member -> logs.add(id, change(caller, member, Action.ADDED), deadline))
        .mapEmpty();
  }

  /** Removes a member, which ends its subscriptions; done also when the chat has none such. */
  public Future<Void> remove(Caller caller, ChatId id, String email, Deadline deadline) {
    return email(email)
        .compose(
            member ->
                logs.remove(id, change(caller, member, Action.REMOVED), deadline)
                    .compose(seq -> unlist(id, EmailAddress.canonical(member))));
  }

  /** By what the log says now; what fails is made up for when the list is asked for. */
  private Future<Void> unlist(ChatId id, String person) {
    return members(id)
        .compose(
            now ->
                now.contains(person)
                    ? Future.<Void>succeededFuture()
                    : store.lists().leave(id, List.of(person), now.position()))
        .otherwiseEmpty();
  }

  /** The chats of a person that a caller asks for; a Refusal is 400 or 403, too. */
  public Future<PersonChats.Page> list(
      Caller caller, Optional<String> email, Optional<ListCursor> after, int limit) {
    return Future.succeededFuture()
        .compose(begun -> lists.page(person(caller, email), after, limit));
  }

  /** What is new in the chats of a person that a caller asks for; fails as {@link #list}. */
  public Future<List<Notifications.Notification>> notifications(Caller caller, String email) {
    return Future.succeededFuture()
        .compose(begun -> notifications.of(person(caller, Optional.of(email))));
  }

  private static String person(Caller caller, Optional<String> email) {
    return Administration.person(caller, email.map(Chats::requireEmail));
  }

  private static String requireEmail(String text) {
    if (!Contract.isEmail(text)) {
      throw Refusal.malformed("email: must be an e-mail address");
    }
    return text;
  }

  /**
   * Deletes a chat and all that was said in it; neither of its names is used again. One that was
   * deleted before fails with a Refusal, 410, when what was left of it is gone.
   */
  public Future<Void> delete(Caller caller, ChatId id, Deadline deadline) {
    return deletion.delete(caller, id, members(id), deadline);
  }

  private static Future<String> email(String text) {
    return Future.succeededFuture(text).map(Chats::requireEmail);
  }

  private Function<Members, List<MemberChange>> change(
      Caller caller, String member, Action action) {
    return now -> administration.change(caller, now, member, action).stream().toList();
  }
}
