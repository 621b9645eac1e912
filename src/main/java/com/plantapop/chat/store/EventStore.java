package com.plantapop.chat.store;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The port behind which logs are kept for ever (design sections 5 and 6).
 *
 * <p><b>Guarantees of every implementation</b>, each held by the abstract contract test:
 *
 * <ul>
 *   <li><b>Durability (G2)</b>: what {@link #append} or {@link #bind} reports as done survives the
 *       death of every process involved, at once.
 *   <li><b>Uniqueness (G3, G4)</b>: {@code (address, seq)} and {@code (address, key)} are unique
 *       against every other writer, also in other processes. Uniqueness arbitrates; there is no
 *       lock and no owner.
 *   <li><b>Closed prefixes (G4)</b>: number n+1 of a log is never durable without n, unless n was
 *       trimmed: from its first event on a log has no holes. Reads return only what is durable, so
 *       a log that was read to n can never be read to less.
 *   <li><b>Visibility</b>: what was appended before a read was called is returned by that read.
 *   <li><b>Values</b>: a payload and its metadata come back byte for byte.
 *   <li><b>Ends</b>: a log ends with its grave ({@link Event#isGrave}), which is appended like any
 *       other event. Nothing is ever appended behind it, whatever a writer believes, and nobody
 *       gets to see it: from then on appending fails with GONE (410), and so does reading, where it
 *       comes to the grave or to what was erased.
 * </ul>
 *
 * <p><b>Failure.</b> A failed future means that the store could not do its work, as a {@link
 * com.plantapop.chat.event.Refusal} with code UNAVAILABLE (503: out of reach, full, closed) or
 * UNKNOWN_OUTCOME (504: may have been stored), or that the log has ended. The store itself does not
 * retry; the caller may, any number of times, since the keys make an append idempotent. An
 * implementation recovers by itself once the cause is gone.
 *
 * <p><b>Threading.</b> Every method may be called from any thread and never blocks it. A future
 * completes on the Vert.x context of the caller, when there is one.
 */
public interface EventStore {
  /** See {@link #existing}. */
  int POSITIONS_PER_QUERY = 500;

  /**
   * Appends runs of different logs, in one durable write where possible.
   *
   * <p>Runs stand for themselves: each has an outcome of its own, which is told as soon as it is
   * known, and one that is refused or fails neither fails nor delays the others. The caller has at
   * most one append of an address under way at a time, and a grave beside it; other processes may
   * write the same address meanwhile.
   *
   * @param runs each of another address
   * @return a future per run, in the order of {@code runs}
   */
  List<Future<AppendResult>> append(List<Run> runs);

  /**
   * Another process has appended so far, durably, and the caller has proof of it: the store need
   * not look for the event before the next run.
   */
  void headSeen(Address address, long seq);

  /**
   * Reads forward: the events with {@code seq > after}, ascending.
   *
   * @param limit the most events to return, at least 1
   * @param maxBytes stops after the event with which the payloads reach this many bytes, so at
   *     least one event is returned when there is one
   */
  Future<List<Event>> readAfter(Address address, long after, int limit, int maxBytes);

  /**
   * Reads backward: the newest events with {@code seq < before}, returned ascending.
   *
   * @param before {@code Long.MAX_VALUE} for the newest of all
   * @param limit the most events to return, at least 1
   * @param maxBytes as in {@link #readAfter}, counted from the newest
   */
  Future<List<Event>> readBefore(Address address, long before, int limit, int maxBytes);

  /**
   * Removes the events of a log with {@code seq < first}, but never its last event, so that the
   * next number stays known. Idempotent; durable when done. The lower numbers go first: whatever
   * stops it in the middle, and whoever reads meanwhile, there is no hole.
   *
   * <p>Reads of what is gone give what there is from the first event left. The keys of what is gone
   * are not known any more: an event that comes again with one is a new one (G3 holds for what is
   * kept).
   *
   * <p>Only for events older than what any writer in another process may believe to be the head: a
   * number that was removed is free again, and who was paused since before it was taken would take
   * it once more. Nothing calls this yet; whatever keeps logs short has to see to that (an age of
   * hours, and a mark that outlives the events).
   */
  Future<Void> trim(Address address, long first);

  /**
   * Removes what was in a log that has ended: contents, metadata and keys, which may name people.
   * One that has not ended stays as it is. Idempotent; durable when done; may take long for a long
   * log.
   */
  Future<Void> erase(Address address);

  /** The number of a log's first event: 1 unless it was trimmed, also for an empty one. */
  Future<Long> first(Address address);

  /**
   * The number of the last event of each log, 0 for an empty one; one entry per address asked, but
   * none for those that have ended.
   */
  Future<Map<Address, Long>> heads(Collection<Address> addresses);

  /** The number of a log's last event, 0 for an empty one; fails with GONE when it has ended. */
  default Future<Long> head(Address address) {
    return heads(List.of(address))
        .map(heads -> Optional.ofNullable(heads.get(address)).orElseThrow(StoreRefusals::gone));
  }

  /**
   * Those of the places where there is an event. A look at a point each, many of them in one query:
   * far cheaper than the heads of as many logs, and as good for whoever only wants to know whether
   * an event follows (prefixes are closed). A number that was trimmed, or that would lie behind the
   * grave of a log, may be among them or not.
   *
   * @param positions at most {@link #POSITIONS_PER_QUERY} make one query
   */
  Future<Set<Position>> existing(Collection<Position> positions);

  /** Those events of a log that carry one of the keys, by key. */
  Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys);

  /** The {@code chatId} that is bound to a chat, empty while none is. */
  Future<Optional<UUID>> binding(ChatId chat);

  /** The chat to which a {@code chatId} is bound, empty while it is to none. */
  Future<Optional<ChatId>> chat(UUID chatId);

  /**
   * Binds a chat and a {@code chatId} to each other for ever (design section 3), unless either is
   * bound already. Idempotent.
   *
   * @return the {@code chatId} of the chat after the call: the given one, or an older one which
   *     stands; empty when the chat has none because {@code chatId} belongs to another chat
   */
  Future<Optional<UUID>> bind(ChatId chat, UUID chatId);

  /** What lists of chats ask of this store. */
  ChatLists lists();

  /**
   * A secret of at least 128 bits, the same for all who have this store open at the same time, and
   * known to nobody else: what they tell each other can be proven with it.
   */
  Future<String> secret();

  /** Succeeds when the store can write now, which may cost a write; for readiness. */
  Future<Void> check();

  /** Finishes what was accepted, then releases everything. Later calls fail with UNAVAILABLE. */
  Future<Void> close();
}
