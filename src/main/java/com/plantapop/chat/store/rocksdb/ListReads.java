package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.EventMeta;
import com.plantapop.chat.store.ListEntry;
import com.plantapop.chat.store.StoreRefusals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What the database says for lists of chats. Every call blocks. */
final class ListReads {
  /** More than what stands before a payload, but for keys and metadata that nobody has. */
  private static final int HEAD_BYTES = 2_048;

  private ListReads() {}

  static List<ListEntry> entries(
      Database database, String person, Optional<ListEntry> after, int limit)
      throws RocksDBException {
    byte[] prefix = ListLayout.personPrefix(person);
    byte[] from = after.map(ListLayout::personKey).orElseGet(() -> ListLayout.personEnd(person));
    List<ListEntry> found = new ArrayList<>();
    try (RocksIterator at = database.iterate(ColumnFamily.LISTS)) {
      at.seekForPrev(from);
      if (at.isValid() && Arrays.equals(at.key(), from)) {
        at.prev();
      }
      while (found.size() < limit && at.isValid() && ListLayout.startsWith(at.key(), prefix)) {
        found.add(ListLayout.entry(person, prefix, at.key(), at.value()));
        at.prev();
      }
      at.status();
    }
    return found;
  }

  /** Of long values only the beginning leaves RocksDB. */
  static List<EventMeta> newest(Database database, Address log, int limit) throws RocksDBException {
    List<EventMeta> found = new ArrayList<>();
    byte[] last = Layout.logKey(log, Long.MAX_VALUE);
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    try (RocksIterator at = database.iterate(ColumnFamily.LOG)) {
      at.seekForPrev(last);
      while (found.size() < limit && at.isValid() && Layout.sameLog(at.key(), last)) {
        found.add(meta(at, head));
        at.prev();
      }
      at.status();
    }
    if (!found.isEmpty() && found.get(0).key().equals(EventKey.GRAVE)) {
      throw StoreRefusals.gone();
    }
    return found;
  }

  private static EventMeta meta(RocksIterator at, ByteBuffer head) {
    long seq = Layout.seqOfLogKey(at.key());
    head.clear();
    int size = at.value(head);
    ByteBuffer value = head.rewind().limit(Math.min(size, HEAD_BYTES));
    return size <= HEAD_BYTES || Layout.holdsOutline(value)
        ? Layout.meta(seq, value)
        : Layout.meta(seq, ByteBuffer.wrap(at.value()));
  }

  static Optional<Event> at(Database database, Position position) throws RocksDBException {
    byte[] value =
        database.get(ColumnFamily.LOG, Layout.logKey(position.address(), position.seq()));
    return Optional.ofNullable(value)
        .map(stored -> Layout.event(position.seq(), stored))
        .filter(event -> !event.isGrave());
  }
}
