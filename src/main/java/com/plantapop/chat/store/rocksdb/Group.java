package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Requests that go to the disk in one write: the database as it will be after it. What an earlier
 * request of the group has added, a later one finds. Nothing of it is true before {@link #write}
 * has returned, and nobody else sees it; a failed group is thrown away. Writer thread only.
 */
final class Group implements AutoCloseable {
  private static final int TRIM_EVENTS = 1_000;
  private static final int TRIM_BYTES = 4 << 20;

  private final Database database;
  private final Heads heads;
  private final WriteBatch batch = new WriteBatch();
  private final Map<Address, Long> newHeads = new HashMap<>();
  private final Map<Address, Long> newFirsts = new HashMap<>();
  private final Map<Address, Map<EventKey, Event>> newEvents = new HashMap<>();
  private final Map<ChatId, UUID> newChatIds = new HashMap<>();
  private final Map<UUID, ChatId> newChats = new HashMap<>();
  private int changes;

  Group(Database database, Heads heads) {
    this.database = database;
    this.heads = heads;
  }

  long head(Address address) throws RocksDBException {
    Long added = newHeads.get(address);
    if (added != null) {
      return added;
    }
    long known = heads.get(address);
    return known >= 0 ? known : Logs.head(database, address);
  }

  long first(Address address) throws RocksDBException {
    Long trimmed = newFirsts.get(address);
    return trimmed != null ? trimmed : Logs.first(database, address);
  }

  /**
   * Removes the first events of a log, at most {@link #TRIM_EVENTS} and none from {@code to} on.
   * Those that this very group adds are left to a later one.
   *
   * @return where the log begins now
   */
  long trim(Address address, long to) throws RocksDBException {
    long from = first(address);
    int limit = (int) Math.min(TRIM_EVENTS, to - from);
    List<Event> gone = Logs.after(database, address, from - 1, limit, TRIM_BYTES);
    long first = from + gone.size();
    for (Event event : gone) {
      database.delete(batch, ColumnFamily.KEYS, Layout.indexKey(address, event.key()));
    }
    database.deleteRange(
        batch, ColumnFamily.LOG, Layout.logKey(address, from), Layout.logKey(address, first));
    put(ColumnFamily.DEFAULT, Layout.firstKey(address), Layout.seqValue(first));
    newFirsts.put(address, first);
    return first;
  }

  boolean holds(Address address, EventKey key) throws RocksDBException {
    return added(address, key) != null || Logs.holds(database, address, key);
  }

  Optional<Event> event(Address address, EventKey key) throws RocksDBException {
    Event added = added(address, key);
    return added != null ? Optional.of(added) : Logs.event(database, address, key);
  }

  private Event added(Address address, EventKey key) {
    return newEvents.getOrDefault(address, Map.of()).get(key);
  }

  /** The event must follow the head. */
  void append(Address address, Event event) throws RocksDBException {
    put(ColumnFamily.LOG, Layout.logKey(address, event.seq()), Layout.eventValue(event));
    put(ColumnFamily.KEYS, Layout.indexKey(address, event.key()), Layout.seqValue(event.seq()));
    newHeads.put(address, event.seq());
    newEvents.computeIfAbsent(address, log -> new HashMap<>()).put(event.key(), event);
  }

  Optional<UUID> chatId(ChatId chat) throws RocksDBException {
    UUID added = newChatIds.get(chat);
    return added != null ? Optional.of(added) : Logs.chatId(database, chat);
  }

  Optional<ChatId> chat(UUID chatId) throws RocksDBException {
    ChatId added = newChats.get(chatId);
    return added != null ? Optional.of(added) : Logs.chat(database, chatId);
  }

  void bind(ChatId chat, UUID chatId) throws RocksDBException {
    put(ColumnFamily.BINDINGS, Layout.chatKey(chat), Layout.uuidValue(chatId));
    put(ColumnFamily.BINDINGS, Layout.chatIdKey(chatId), Layout.chatBytes(chat));
    newChatIds.put(chat, chatId);
    newChats.put(chatId, chat);
  }

  void put(ColumnFamily family, byte[] key, byte[] value) throws RocksDBException {
    database.put(batch, family, key, value);
    changes++;
  }

  /** How much there is to write; grows with every change. */
  int changes() {
    return changes;
  }

  /** Makes everything durable, then known to the readers. */
  void write() throws RocksDBException {
    if (changes > 0) {
      database.write(batch);
      newHeads.forEach(heads::publish);
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
