package com.plantapop.chat.store.rocksdb;

import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Samples;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What children have acknowledged, kept outside of the store to be compared with it. */
final class Ledger {
  private final Map<Address, Map<Long, Event>> acknowledged = new HashMap<>();

  synchronized void note(Address log, long seq, String name) {
    Event event = Samples.event(seq, name);
    Event other = acknowledged.computeIfAbsent(log, none -> new HashMap<>()).put(seq, event);
    assertThat(other).as("acknowledged with one number of %s", log).isIn(null, event);
  }

  /** Opens the store and compares: nothing lost, no hole, nothing twice, and it goes on. */
  synchronized void compare(Path directory) {
    Vertx vertx = Vertx.vertx();
    EventStore store = RocksEventStore.open(vertx, directory);
    try {
      acknowledged.forEach((log, events) -> compare(store, log, events));
    } finally {
      await(store.close());
      await(vertx.close());
    }
  }

  private static void compare(EventStore store, Address log, Map<Long, Event> events) {
    List<Event> stored = readAll(store, log);
    Set<EventKey> keys = new HashSet<>();
    for (int i = 0; i < stored.size(); i++) {
      Event event = stored.get(i);
      assertThat(event.seq()).isEqualTo(i + 1);
      assertThat(keys.add(event.key())).as("once in %s: %s", log, event).isTrue();
      assertThat(event).isEqualTo(events.getOrDefault(event.seq(), event));
    }
    assertThat(events.keySet()).allMatch(seq -> seq <= stored.size());
    assertThat(await(store.find(log, keys))).hasSize(keys.size());
    assertThat(await(store.heads(List.of(log)))).containsEntry(log, (long) stored.size());
  }

  private static List<Event> readAll(EventStore store, Address log) {
    List<Event> all = new ArrayList<>();
    List<Event> page = await(store.readAfter(log, 0, 1_000, 1 << 22));
    while (!page.isEmpty()) {
      all.addAll(page);
      page = await(store.readAfter(log, all.size(), 1_000, 1 << 22));
    }
    return all;
  }
}
