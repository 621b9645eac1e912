package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.EventStoreContract;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded store. */
class RocksEventStoreTest extends EventStoreContract {
  @TempDir private Path directory;

  @Override
  protected EventStore openStore(Vertx vertx) {
    return RocksEventStore.open(vertx, directory);
  }
}
