package com.plantapop.chat.ingest;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.access.MemberChange;
import com.plantapop.chat.access.Members;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Payload;
import io.vertx.core.Future;
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
    return shard.call(
        () ->
            shard
                .ownLogs()
                .append(Address.members(chat), () -> plan(shard, chat, decide), deadline));
  }

  private static Future<OwnLogs.Plan> plan(
      IngestShard shard, ChatId chat, Function<Members, List<MemberChange>> decide) {
    return shard.memberships().latest(chat).map(members -> plan(members, decide.apply(members)));
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
