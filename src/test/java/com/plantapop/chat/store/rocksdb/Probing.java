package com.plantapop.chat.store.rocksdb;

import static com.plantapop.chat.store.StoreSubject.await;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.Samples;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/** Opens a store for a moment. */
final class Probing implements AutoCloseable {
  static final Address LOG = Address.messages(Samples.chat(1));

  private final Vertx vertx = Vertx.vertx();
  private final EventStore store;

  Probing(Path directory) {
    try {
      store = RocksEventStore.open(vertx, directory);
    } catch (RuntimeException e) {
      await(vertx.close());
      throw e;
    }
  }

  EventStore store() {
    return store;
  }

  /** One batch of its own. */
  void append(List<Event> events) {
    await(store.append(List.of(new Run(LOG, events))).get(0));
  }

  void append(Event event) {
    append(List.of(event));
  }

  List<Event> all() {
    return await(store.readAfter(LOG, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  @Override
  public void close() {
    await(store.close());
    await(vertx.close());
  }
}
