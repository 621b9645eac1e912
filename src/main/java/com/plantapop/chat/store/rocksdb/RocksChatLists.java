package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.ChatLists;
import com.plantapop.chat.store.EventMeta;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/** Lists of chats in the embedded store. */
final class RocksChatLists implements ChatLists {
  /** What an entry costs in memory, about, while it waits to be written. */
  private static final int ENTRY_BYTES = 300;

  /** Of one request, lest others wait for a long one. */
  private static final int ENTRIES_AT_ONCE = 1_000;

  private final RocksRequests requests;
  private final Consumer<Position> seen;

  /**
   * @param seen is told how far a log has been read
   */
  RocksChatLists(RocksRequests requests, Consumer<Position> seen) {
    this.requests = requests;
    this.seen = seen;
  }

  @Override
  public Future<Void> enter(Collection<ListEntry> entries) {
    return enter(List.copyOf(entries));
  }

  private Future<Void> enter(List<ListEntry> entries) {
    int some = Math.min(entries.size(), ENTRIES_AT_ONCE);
    List<ListEntry> first = entries.subList(0, some);
    Future<Void> made =
        requests.write((long) ENTRY_BYTES * some, group -> group.lists().enter(first));
    return some == entries.size()
        ? made
        : made.compose(done -> enter(entries.subList(some, entries.size())));
  }

  @Override
  public Future<Void> leave(ChatId chat, Collection<String> people, long seq) {
    List<String> all = List.copyOf(people);
    return requests.write(
        (long) ENTRY_BYTES * all.size(), group -> group.lists().leave(chat, all, seq));
  }

  @Override
  public Future<Void> forget(ChatId chat) {
    return requests.write(ENTRY_BYTES, group -> group.lists().forget(chat));
  }

  @Override
  public Future<List<ListEntry>> of(String person, Optional<ListEntry> after, int limit) {
    return requests.read(database -> ListReads.entries(database, person, after, limit));
  }

  @Override
  public Future<List<EventMeta>> newest(Address log, int limit) {
    return requests.read(database -> seen(log, ListReads.newest(database, log, limit)));
  }

  private List<EventMeta> seen(Address log, List<EventMeta> newest) {
    newest.stream().findFirst().ifPresent(last -> seen.accept(new Position(log, last.seq())));
    return newest;
  }

  @Override
  public Future<Map<Position, Event>> at(Collection<Position> positions) {
    Set<Position> all = Set.copyOf(positions);
    return requests.read(database -> at(database, all));
  }

  private Map<Position, Event> at(Database database, Set<Position> positions)
      throws RocksDBException {
    Map<Position, Event> found = new HashMap<>();
    for (Position position : positions) {
      ListReads.at(database, position).ifPresent(event -> found.put(position, event));
    }
    found.keySet().forEach(seen);
    return found;
  }

  @Override
  public Future<Map<Address, Set<EventKey>>> known(Map<Address, List<EventKey>> keys) {
    Map<Address, List<EventKey>> all = Map.copyOf(keys);
    return requests.read(database -> known(database, all));
  }

  private static Map<Address, Set<EventKey>> known(
      Database database, Map<Address, List<EventKey>> keys) throws RocksDBException {
    Map<Address, Set<EventKey>> found = new HashMap<>();
    for (Map.Entry<Address, List<EventKey>> log : keys.entrySet()) {
      for (EventKey key : log.getValue()) {
        if (Logs.holds(database, log.getKey(), key)) {
          found.computeIfAbsent(log.getKey(), same -> new HashSet<>()).add(key);
        }
      }
    }
    return found;
  }

  @Override
  public Future<Map<ChatId, UUID>> bindings(Collection<ChatId> chats) {
    Set<ChatId> all = Set.copyOf(chats);
    return requests.read(database -> bindings(database, all));
  }

  private static Map<ChatId, UUID> bindings(Database database, Set<ChatId> chats)
      throws RocksDBException {
    Map<ChatId, UUID> found = new HashMap<>();
    for (ChatId chat : chats) {
      Logs.chatId(database, chat).ifPresent(chatId -> found.put(chat, chatId));
    }
    return found;
  }
}
