package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.store.StoreRefusals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What the database says about logs and bindings. Every call blocks. */
final class Logs {
  private Logs() {}

  /** The number of the last event, 0 for an empty log, {@link Heads#ENDED} where it is a grave. */
  static long head(Database database, Address address) throws RocksDBException {
    try (RocksIterator at = database.iterate(ColumnFamily.LOG)) {
      return head(at, address);
    }
  }

  /** As {@link #head}, but also the number of a grave. */
  static long last(Database database, Address address) throws RocksDBException {
    try (RocksIterator at = database.iterate(ColumnFamily.LOG)) {
      return seek(at, address) ? Layout.seqOfLogKey(at.key()) : 0;
    }
  }

  private static long head(RocksIterator at, Address address) throws RocksDBException {
    if (!seek(at, address)) {
      return 0;
    }
    return Layout.isGrave(at.value()) ? Heads.ENDED : Layout.seqOfLogKey(at.key());
  }

  /** Goes to the last event; answers whether there is one. */
  private static boolean seek(RocksIterator at, Address address) throws RocksDBException {
    byte[] last = Layout.logKey(address, Long.MAX_VALUE);
    at.seekForPrev(last);
    boolean found = at.isValid() && Layout.sameLog(at.key(), last);
    at.status();
    return found;
  }

  /** The number of the first event, 1 for an empty log. */
  static long first(Database database, Address address) throws RocksDBException {
    byte[] first = database.get(ColumnFamily.DEFAULT, Layout.firstKey(address));
    return first == null ? 1 : Layout.seqOfValue(first);
  }

  /** As {@link com.plantapop.chat.store.EventStore#readAfter}. */
  static List<Event> after(Database database, Address address, long after, int limit, int maxBytes)
      throws RocksDBException {
    if (after == Long.MAX_VALUE) {
      return List.of();
    }
    Page page = new Page(address, Math.max(after, 0) + 1, 1, limit, maxBytes);
    try (RocksIterator at = database.iterate(ColumnFamily.LOG)) {
      byte[] start = Layout.logKey(address, page.next);
      at.seek(start);
      if (takes(at, start, page)) {
        page.next = begin(database, address, page.next, Layout.seqOfLogKey(at.key()));
      }
      for (; takes(at, start, page); at.next()) {
        page.add(Layout.event(Layout.seqOfLogKey(at.key()), at.value()));
      }
      at.status();
    }
    return page.events;
  }

  /**
   * Where a page begins: at the number wanted, or further on where the log was trimmed. Trims since
   * {@code found} was found do not matter.
   */
  private static long begin(Database database, Address address, long wanted, long found)
      throws RocksDBException {
    return found > wanted && found <= first(database, address) ? found : wanted;
  }

  /** As {@link com.plantapop.chat.store.EventStore#readBefore}. */
  static List<Event> before(
      Database database, Address address, long before, int limit, int maxBytes)
      throws RocksDBException {
    if (before <= 1) {
      return List.of();
    }
    try (RocksIterator at = database.iterate(ColumnFamily.LOG)) {
      long head = head(at, address);
      if (head == Heads.ENDED) {
        throw StoreRefusals.gone();
      }
      long newest = Math.min(before - 1, head);
      Page page = new Page(address, newest, -1, limit, maxBytes);
      byte[] start = Layout.logKey(address, page.next);
      for (at.seekForPrev(start); takes(at, start, page); at.prev()) {
        page.add(Layout.event(Layout.seqOfLogKey(at.key()), at.value()));
      }
      at.status();
      Collections.reverse(page.events);
      return page.events;
    }
  }

  private static boolean takes(RocksIterator at, byte[] start, Page page) {
    return page.hasRoom() && at.isValid() && Layout.sameLog(at.key(), start);
  }

  /** The event with this key. */
  static Optional<Event> event(Database database, Address address, EventKey key)
      throws RocksDBException {
    byte[] seqValue = database.get(ColumnFamily.KEYS, Layout.indexKey(address, key));
    if (seqValue == null) {
      return Optional.empty();
    }
    long seq = Layout.seqOfValue(seqValue);
    byte[] value = database.get(ColumnFamily.LOG, Layout.logKey(address, seq));
    if (value == null) {
      // Unless it was trimmed since we know its number.
      if (seq >= first(database, address)) {
        throw missing(address, seq);
      }
      return Optional.empty();
    }
    return Optional.of(Layout.event(seq, value));
  }

  static boolean holds(Database database, Address address, EventKey key) throws RocksDBException {
    return database.get(ColumnFamily.KEYS, Layout.indexKey(address, key)) != null;
  }

  static Map<EventKey, Event> find(Database database, Address address, Collection<EventKey> keys)
      throws RocksDBException {
    if (head(database, address) == Heads.ENDED) {
      throw StoreRefusals.gone();
    }
    Map<EventKey, Event> found = new HashMap<>();
    for (EventKey key : keys) {
      event(database, address, key).ifPresent(event -> found.put(key, event));
    }
    return found;
  }

  static Optional<UUID> chatId(Database database, ChatId chat) throws RocksDBException {
    return Optional.ofNullable(database.get(ColumnFamily.BINDINGS, Layout.chatKey(chat)))
        .map(Layout::uuid);
  }

  static Optional<ChatId> chat(Database database, UUID chatId) throws RocksDBException {
    return Optional.ofNullable(database.get(ColumnFamily.BINDINGS, Layout.chatIdKey(chatId)))
        .map(Layout::chat);
  }

  private static RocksDBException missing(Address address, long seq) {
    return new RocksDBException("Corruption: event " + seq + " of " + address + " is missing");
  }

  /** Gathers neighbouring events up to a limit. */
  private static final class Page {
    private final Address address;
    private final int step;
    private final int limit;
    private final int maxBytes;
    private final List<Event> events = new ArrayList<>();
    private long next;
    private long bytes;

    private Page(Address address, long first, int step, int limit, int maxBytes) {
      this.address = address;
      this.next = first;
      this.step = step;
      this.limit = limit;
      this.maxBytes = maxBytes;
    }

    private boolean hasRoom() {
      return events.size() < limit && (events.isEmpty() || bytes < maxBytes);
    }

    /** A hole is damage (G4): nobody may take what is left for the log. */
    private void add(Event event) throws RocksDBException {
      if (event.seq() != next) {
        throw missing(address, next);
      }
      if (event.isGrave()) {
        throw StoreRefusals.gone();
      }
      events.add(event);
      bytes += event.payload().size();
      next += step;
    }
  }
}
