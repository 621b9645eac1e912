package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.store.ListEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * What a {@link Group} changes of the entries that tell the chats of a person; as for all of a
 * group, a later request finds what an earlier one has changed. Writer thread only.
 */
final class ListWrites {
  private record Key(ChatId chat, String person) {}

  private final Database database;
  private final WriteBatch batch;

  /** What this group has changed; empty for what it has removed. */
  private final Map<Key, Optional<ListEntry>> changed = new HashMap<>();

  private int changes;

  ListWrites(Database database, WriteBatch batch) {
    this.database = database;
    this.batch = batch;
  }

  int changes() {
    return changes;
  }

  Void enter(Collection<ListEntry> entries) throws RocksDBException {
    Map<Key, ListEntry> wanted = new HashMap<>();
    for (ListEntry entry : entries) {
      wanted.merge(new Key(entry.chat(), entry.person()), entry, ListWrites::raised);
    }
    Map<Key, Optional<ListEntry>> before = new HashMap<>();
    for (Key key : wanted.keySet()) {
      before.put(key, get(key));
    }
    for (Map.Entry<Key, ListEntry> each : wanted.entrySet()) {
      Optional<ListEntry> known = before.get(each.getKey());
      replace(known, known.map(old -> raised(old, each.getValue())).orElse(each.getValue()));
    }
    return null;
  }

  private static ListEntry raised(ListEntry known, ListEntry entry) {
    Instant activity =
        entry.activity().isAfter(known.activity()) ? entry.activity() : known.activity();
    return new ListEntry(
        known.chat(), known.person(), Math.max(known.seq(), entry.seq()), activity);
  }

  private void replace(Optional<ListEntry> before, ListEntry entry) throws RocksDBException {
    if (before.isPresent() && before.get().equals(entry)) {
      return;
    }
    if (before.isPresent()) {
      database.delete(batch, ColumnFamily.LISTS, ListLayout.personKey(before.get()));
    }
    byte[] byChat = ListLayout.chatKey(entry.chat(), entry.person());
    database.put(batch, ColumnFamily.LISTS, byChat, ListLayout.chatValue(entry));
    byte[] seq = Layout.seqValue(entry.seq());
    database.put(batch, ColumnFamily.LISTS, ListLayout.personKey(entry), seq);
    changed.put(new Key(entry.chat(), entry.person()), Optional.of(entry));
    changes++;
  }

  Void leave(ChatId chat, Collection<String> people, long seq) throws RocksDBException {
    List<ListEntry> gone = new ArrayList<>();
    for (String person : people) {
      get(new Key(chat, person)).filter(entry -> entry.seq() <= seq).ifPresent(gone::add);
    }
    remove(gone);
    return null;
  }

  /** Also those that this group has made. */
  Void forget(ChatId chat) throws RocksDBException {
    List<String> people = new ArrayList<>();
    byte[] prefix = ListLayout.chatPrefix(chat);
    try (RocksIterator at = database.iterate(ColumnFamily.LISTS)) {
      for (at.seek(prefix); at.isValid() && ListLayout.startsWith(at.key(), prefix); at.next()) {
        people.add(ListLayout.person(at.key()));
      }
      at.status();
    }
    Stream<String> added =
        changed.keySet().stream().filter(key -> key.chat().equals(chat)).map(Key::person);
    return leave(chat, Stream.concat(people.stream(), added).distinct().toList(), Long.MAX_VALUE);
  }

  private void remove(List<ListEntry> gone) throws RocksDBException {
    for (ListEntry entry : gone) {
      database.delete(batch, ColumnFamily.LISTS, ListLayout.chatKey(entry.chat(), entry.person()));
      database.delete(batch, ColumnFamily.LISTS, ListLayout.personKey(entry));
      changed.put(new Key(entry.chat(), entry.person()), Optional.empty());
      changes++;
    }
  }

  private Optional<ListEntry> get(Key key) throws RocksDBException {
    Optional<ListEntry> known = changed.get(key);
    if (known != null) {
      return known;
    }
    byte[] value = database.get(ColumnFamily.LISTS, ListLayout.chatKey(key.chat(), key.person()));
    return Optional.ofNullable(value)
        .map(stored -> ListLayout.entry(key.chat(), key.person(), stored));
  }
}
