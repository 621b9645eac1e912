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
 * What lists of chats ask of a store: which chats a person may belong to, and a little of many logs
 * at once. Durability, visibility, failure and threading are those of {@link EventStore}; the cost
 * of none of it grows with the length of a log.
 *
 * <p><b>Entries</b> are an index, and never decide (design section 12). Nobody is missed in it,
 * whoever writes at the same time and whoever dies in between, where
 *
 * <ul>
 *   <li>an entry is there, with a {@link ListEntry#seq} not less than the number of the event that
 *       adds the person, before that event is appended, and
 *   <li>entries are removed only for who was no member when the log had reached {@code seq}: an
 *       entry for a later event stays.
 * </ul>
 *
 * An entry without a member is possible. Which it is, the log tells.
 */
public interface ChatLists {

  /**
   * Makes entries, or raises those that are there: neither {@code seq} nor {@code activity} of an
   * entry ever becomes less. Each by itself: whatever fails may have made some of them.
   */
  Future<Void> enter(Collection<ListEntry> entries);

  /** Removes the entries of people in a chat, but for those with a greater {@code seq}. */
  Future<Void> leave(ChatId chat, Collection<String> people, long seq);

  /** Removes all entries of a chat that nobody will be added to any more. */
  Future<Void> forget(ChatId chat);

  /**
   * A person's entries, by activity, the newest first; those of the same millisecond by chat.
   *
   * @param after only those that follow this one in that order, whether it is there or not
   * @param limit the most to return, at least 1
   */
  Future<List<ListEntry>> of(String person, Optional<ListEntry> after, int limit);

  /**
   * The newest events of a log without their payloads, the newest first; fails with GONE when the
   * log has ended.
   */
  Future<List<EventMeta>> newest(Address log, int limit);

  /**
   * Those of the places where there is an event, with it: a look at a point each. A grave is none,
   * nor is what was erased.
   */
  Future<Map<Position, Event>> at(Collection<Position> positions);

  /** Which of the keys each log has. A log that has none of them may be absent. */
  Future<Map<Address, Set<EventKey>>> known(Map<Address, List<EventKey>> keys);

  /** As {@link EventStore#binding}, of many chats; those without one are absent. */
  Future<Map<ChatId, UUID>> bindings(Collection<ChatId> chats);
}
