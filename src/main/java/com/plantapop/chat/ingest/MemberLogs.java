package com.plantapop.chat.ingest;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.access.MemberChange;
import com.plantapop.chat.access.Members;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Changes who belongs to a chat (design section 12).
 *
 * <p>Guarantees: a change is decided on the members as they are at its append, whoever else changes
 * them at the same time; once it is answered it is durable, and one that ends rights is noted in
 * the control log, so that every node knows within 2 s. It may be asked again when its outcome is
 * not known.
 */
public final class MemberLogs {
  private final Ingest ingest;

  public MemberLogs(Ingest ingest) {
    this.ingest = ingest;
  }

  /**
   * Adds members; any thread, completes on the caller's context.
   *
   * @param decide says what is to be appended, given who belongs to the chat; empty when it is so
   *     already. May throw a Refusal. Called on the chat's event loop, again when a race was lost
   * @return the number that the members log has reached; fails with a Refusal
   */
  public Future<Long> add(
      ChatId chat, Function<Members, List<MemberChange>> decide, Deadline deadline) {
    IngestShard shard = ingest.shard(Address.members(chat));
    return shard
        .call(
            () ->
                shard
                    .ownLogs()
                    .append(Address.members(chat), () -> plan(shard, chat, decide), deadline))
        .recover(cause -> failed(shard, chat, cause));
  }

  /** Where the chat was deleted meanwhile, nobody was to be entered into its list any more. */
  private static Future<Long> failed(IngestShard shard, ChatId chat, Throwable cause) {
    Future<Long> failed = Future.failedFuture(cause);
    return Refusal.isGone(cause)
        ? shard.store().lists().forget(chat).transform(done -> failed)
        : failed;
  }

  private static Future<OwnLogs.Plan> plan(
      IngestShard shard, ChatId chat, Function<Members, List<MemberChange>> decide) {
    return shard
        .memberships()
        .latest(chat)
        .compose(now -> enter(shard, chat, now, decide.apply(now)));
  }

  /**
   * Whoever is to be added stands in the lists before the log says so, for the number that the log
   * gets, which is found anew when a race was lost: a removal before it takes nothing away.
   */
  private static Future<OwnLogs.Plan> enter(
      IngestShard shard, ChatId chat, Members now, List<MemberChange> changes) {
    long seq = now.position() + changes.size();
    Instant time = Instant.now();
    List<ListEntry> added =
        changes.stream()
            .filter(change -> change.action() == MemberChange.Action.ADDED)
            .map(change -> EmailAddress.canonical(change.member()))
            .map(person -> new ListEntry(chat, person, seq, time))
            .toList();
    OwnLogs.Plan plan = plan(now, changes);
    return added.isEmpty()
        ? Future.succeededFuture(plan)
        : shard.store().lists().enter(added).map(plan);
  }

  private static OwnLogs.Plan plan(Members members, List<MemberChange> changes) {
    List<Payload> payloads = changes.stream().map(MemberChange::payload).toList();
    return OwnLogs.Plan.of(members.position(), payloads);
  }

  /**
   * Removes members; as {@link #add}. It is noted also when nothing is appended: whoever asked
   * before may have died between the two.
   */
  public Future<Long> remove(
      ChatId chat, Function<Members, List<MemberChange>> decide, Deadline deadline) {
    return add(chat, decide, deadline)
        .compose(
            seq -> ingest.note(new ControlNote(Address.members(chat), seq), deadline).map(seq));
  }
}
