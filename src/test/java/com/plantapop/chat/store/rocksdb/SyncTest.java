package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;

/**
 * A killed process cannot show that a write was synced, since the system keeps what it wrote; a
 * power cut would (G2). So RocksDB is asked.
 */
class SyncTest {
  @TempDir private Path directory;

  @Test
  void everyWriteIsOnTheDiskWhenItReturns() throws Exception {
    Natives.load(directory);
    Settings settings = new Settings(true);
    try (Statistics statistics = new Statistics()) {
      settings.database().setStatistics(statistics);
      try (Database database = Database.open(settings, directory, RocksDB::open)) {
        for (int writes = 1; writes <= 5; writes++) {
          write(database, "event " + writes);
          assertThat(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED)).isEqualTo(writes);
        }
      }
    }
  }

  private static void write(Database database, String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (WriteBatch batch = new WriteBatch()) {
      database.put(batch, ColumnFamily.LOG, bytes, bytes);
      database.write(batch);
    }
  }
}
