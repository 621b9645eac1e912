package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.EventStoreContract;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreSubject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded store. */
class RocksEventStoreTest extends EventStoreContract {
  @TempDir private Path directory;

  @Override
  protected EventStore openStore(Vertx vertx) {
    return RocksEventStore.open(vertx, directory);
  }

  /** Requests that come while the disk is busy are decided one after another, in one write. */
  @Test
  void decidesRequestsOfOneGroupInTheirOrder() {
    Address log = Samples.newLog();
    List<Future<AppendResult>> results = new ArrayList<>();
    for (int seq = 1; seq <= 200; seq += 2) {
      results.add(send(log, Samples.event(seq, "e" + seq), Samples.event(seq + 1, "f" + seq)));
      results.add(send(log, Samples.event(seq, "late" + seq)));
      results.add(send(log, Samples.event(seq + 2, "f" + seq)));
    }
    for (int i = 0; i < results.size(); i += 3) {
      long seq = 2L * (i / 3) + 1;
      Event second = Samples.event(seq + 1, "f" + seq);
      assertThat(StoreSubject.await(results.get(i)))
          .isEqualTo(new AppendResult(2, Map.of(), seq + 1));
      assertThat(StoreSubject.await(results.get(i + 1)))
          .isEqualTo(new AppendResult(0, Map.of(), seq + 1));
      assertThat(StoreSubject.await(results.get(i + 2)))
          .isEqualTo(new AppendResult(0, Map.of(second.key(), second), seq + 1));
    }
  }

  private Future<AppendResult> send(Address log, Event... events) {
    return store().append(List.of(Samples.run(log, events))).get(0);
  }
}
