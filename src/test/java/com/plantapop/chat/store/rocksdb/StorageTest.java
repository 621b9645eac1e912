package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.store.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Opening again below the feet of readers. */
class StorageTest {
  @TempDir private Path directory;
  private Storage storage;

  @BeforeEach
  void open() throws Exception {
    try (Probing store = new Probing(directory)) {
      store.append(Samples.events(1, 99));
    }
    storage = new Storage(directory, new Heads(), Database.open(directory, false));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private long head() throws RocksDBException {
    return storage.read(database -> Logs.head(database, Probing.LOG));
  }

  @Test
  void readsOnWhenItCannotBeOpenedForWriting() throws Exception {
    // RocksDB locks this file when it is to write, and does not look at it when it only reads.
    Path lock = directory.resolve("LOCK");
    Files.delete(lock);
    Files.createDirectory(lock);
    assertThatThrownBy(storage::reopen).isInstanceOf(RocksDBException.class);
    assertThat(head()).isEqualTo(99);
    assertThatThrownBy(storage::reopen).isInstanceOf(RocksDBException.class);
    assertThat(head()).isEqualTo(99);
    Files.delete(lock);
    storage.reopen();
    assertThat(head()).isEqualTo(99);
  }

  @Test
  void refusesReadersOnceClosed() {
    storage.close();
    assertThatThrownBy(this::head).isInstanceOf(RocksDBException.class);
  }

  /** A reader in a closed database would end this JVM. */
  @Test
  void keepsReadersOffTheDatabaseThatIsClosed() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(threads.submit(() -> readUntil(over)));
    }
    for (int i = 0; i < 20; i++) {
      storage.reopen();
    }
    over.set(true);
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).as("reads").isPositive();
    }
    threads.shutdown();
  }

  private int readUntil(AtomicBoolean over) throws RocksDBException {
    int reads = 0;
    while (!over.get()) {
      assertThat(head()).isEqualTo(99);
      reads++;
    }
    return reads;
  }
}
