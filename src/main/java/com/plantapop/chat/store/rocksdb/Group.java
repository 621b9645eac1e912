package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreRefusals;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Requests that go to the disk in one write, and what the port promises of each, decided against
 * the database as it will be then: what an earlier request of the group has added, a later one
 * finds. Each decision reads all it needs before it changes anything, so that damage met on the way
 * leaves no half of it behind. Nothing of it is true before {@link #write} has returned, and nobody
 * else sees it; a failed group is thrown away. Writer thread only.
 *
 * <p>RocksDB's own batch with an index would do the same for a fifth of the throughput.
 */
final class Group implements AutoCloseable {
  /** Of one write, lest others wait for a long log to be read. */
  private static final int TRIM_EVENTS = 1_000;

  private static final int TRIM_BYTES = 4 << 20;
  private static final byte[] CHECK = "check".getBytes(StandardCharsets.UTF_8);

  private final Database database;
  private final Heads heads;
  private final WriteBatch batch = new WriteBatch();
  private final Map<Address, Long> newHeads = new HashMap<>();
  private final Map<Address, Long> newFirsts = new HashMap<>();
  private final Map<Address, Map<EventKey, Event>> newEvents = new HashMap<>();
  private final Map<ChatId, UUID> newChatIds = new HashMap<>();
  private final Map<UUID, ChatId> newChats = new HashMap<>();
  private final ListWrites lists;
  private int changes;

  Group(Database database, Heads heads) {
    this.database = database;
    this.heads = heads;
    this.lists = new ListWrites(database, batch);
  }

  /** The entries that tell the chats of a person. */
  ListWrites lists() {
    return lists;
  }

  AppendResult append(Run run) throws RocksDBException {
    Address address = run.address();
    long head = head(address);
    if (head == Heads.ENDED) {
      throw StoreRefusals.gone();
    }
    List<Event> events = run.events();
    int fresh = run.firstSeq() == head + 1 ? freshPrefix(address, events, head) : 0;
    Map<EventKey, Event> duplicates = new HashMap<>();
    for (Event event : events.subList(fresh, events.size())) {
      event(address, event.key()).ifPresent(first -> duplicates.put(first.key(), first));
    }
    for (Event event : events.subList(0, fresh)) {
      put(ColumnFamily.LOG, Layout.logKey(address, event.seq()), Layout.eventValue(event));
      put(ColumnFamily.KEYS, Layout.indexKey(address, event.key()), Layout.seqValue(event.seq()));
      newHeads.put(address, event.isGrave() ? Heads.ENDED : event.seq());
      newEvents.computeIfAbsent(address, log -> new HashMap<>()).put(event.key(), event);
    }
    return new AppendResult(fresh, duplicates, head + fresh);
  }

  /** How many events, from the first, are not in the log. An empty log needs no look. */
  private int freshPrefix(Address address, List<Event> events, long head) throws RocksDBException {
    int fresh = 0;
    while (fresh < events.size() && (head == 0 || !holds(address, events.get(fresh).key()))) {
      fresh++;
    }
    return fresh;
  }

  private long head(Address address) throws RocksDBException {
    Long added = newHeads.get(address);
    if (added != null) {
      return added;
    }
    long known = heads.get(address);
    return known >= 0 ? known : Logs.head(database, address);
  }

  private boolean holds(Address address, EventKey key) throws RocksDBException {
    return added(address, key) != null || Logs.holds(database, address, key);
  }

  private Optional<Event> event(Address address, EventKey key) throws RocksDBException {
    Event added = added(address, key);
    return added != null ? Optional.of(added) : Logs.event(database, address, key);
  }

  private Event added(Address address, EventKey key) {
    return newEvents.getOrDefault(address, Map.of()).get(key);
  }

  /**
   * Removes the next events before {@code first}, not all of a long log in one write; those that
   * this very group adds are left to a later one. Answers whether none is left to remove.
   */
  boolean trim(Address address, long first) throws RocksDBException {
    long head = head(address);
    long to = Math.min(first, head == Heads.ENDED ? Logs.last(database, address) : head);
    Long trimmed = newFirsts.get(address);
    long from = trimmed != null ? trimmed : Logs.first(database, address);
    if (from >= to) {
      return true;
    }
    int limit = (int) Math.min(TRIM_EVENTS, to - from);
    List<Event> gone = Logs.after(database, address, from - 1, limit, TRIM_BYTES);
    long next = from + gone.size();
    for (Event event : gone) {
      database.delete(batch, ColumnFamily.KEYS, Layout.indexKey(address, event.key()));
    }
    database.deleteRange(
        batch, ColumnFamily.LOG, Layout.logKey(address, from), Layout.logKey(address, next));
    put(ColumnFamily.DEFAULT, Layout.firstKey(address), Layout.seqValue(next));
    newFirsts.put(address, next);
    return next >= to;
  }

  /** As {@link #trim}: leaves the grave alone. */
  boolean erase(Address address) throws RocksDBException {
    return head(address) != Heads.ENDED || trim(address, Long.MAX_VALUE);
  }

  Optional<UUID> bind(ChatId chat, UUID chatId) throws RocksDBException {
    UUID added = newChatIds.get(chat);
    Optional<UUID> bound = added != null ? Optional.of(added) : Logs.chatId(database, chat);
    if (bound.isPresent()) {
      return bound;
    }
    if (newChats.containsKey(chatId) || Logs.chat(database, chatId).isPresent()) {
      return Optional.empty();
    }
    put(ColumnFamily.BINDINGS, Layout.chatKey(chat), Layout.uuidValue(chatId));
    put(ColumnFamily.BINDINGS, Layout.chatIdKey(chatId), Layout.chatBytes(chat));
    newChatIds.put(chat, chatId);
    newChats.put(chatId, chat);
    return Optional.of(chatId);
  }

  /** A write like any other: whether it works is what {@code check} wants to know. */
  Void check() throws RocksDBException {
    put(ColumnFamily.DEFAULT, CHECK, new byte[0]);
    return null;
  }

  private void put(ColumnFamily family, byte[] key, byte[] value) throws RocksDBException {
    database.put(batch, family, key, value);
    changes++;
  }

  /** How much there is to write; grows with every change. */
  int changes() {
    return changes + lists.changes();
  }

  /** Makes everything durable, then known to the readers. */
  void write() throws RocksDBException {
    if (changes() > 0) {
      database.write(batch);
      newHeads.forEach(heads::publish);
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
