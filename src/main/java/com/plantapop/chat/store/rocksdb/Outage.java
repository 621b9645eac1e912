package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.store.rocksdb.check.DatabaseFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;

/**
 * From a failed write to the time when the store can write again. RocksDB refuses every write after
 * an I/O error until it is opened again; before that is tried, a probe shows that the disk takes
 * data, so that a database which still serves readers is not given up for nothing. Writer thread
 * only.
 */
final class Outage {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** After a quiet time this long a new failure is a new one, not the old one again. */
  private static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int PROBE_BYTES = 1 << 20;

  private final Path directory;
  private final Storage storage;
  private final StoreLog log;
  private boolean present;
  private long pause = FIRST_PAUSE_NANOS;
  private long nextAttempt;
  private long ended = System.nanoTime();

  Outage(Path directory, Storage storage, StoreLog log) {
    this.directory = directory;
    this.storage = storage;
    this.log = log;
  }

  boolean isPresent() {
    return present;
  }

  /** A write has failed. */
  void begin(Throwable cause) {
    log.about("cannot write to " + directory + ", reads go on, trying again", cause);
    present = true;
    if (System.nanoTime() - ended > CALM_NANOS) {
      pause = FIRST_PAUSE_NANOS;
    }
    nextAttempt = System.nanoTime() + pause;
  }

  /** How long until the next attempt is due. */
  long nanosToAttempt() {
    return Math.max(0, nextAttempt - System.nanoTime());
  }

  /** Tries to end the outage when it is time. */
  void attempt() {
    if (nextAttempt - System.nanoTime() > 0) {
      return;
    }
    try {
      probe();
      storage.reopen();
      present = false;
      ended = System.nanoTime();
      log.over(directory + " can be written again");
    } catch (IOException | RocksDBException e) {
      log.about("still cannot write to " + directory, e);
    }
    pause = Math.min(2 * pause, MAX_PAUSE_NANOS);
    nextAttempt = System.nanoTime() + pause;
  }

  /** Opening writes what is in the write-ahead log into files: there must be room for it. */
  private void probe() throws IOException {
    long needed = DatabaseFiles.walBytes(directory) + PROBE_BYTES;
    long usable = Files.getFileStore(directory).getUsableSpace();
    if (usable < needed) {
      throw new IOException(usable + " bytes free, " + needed + " needed");
    }
    Path file = directory.resolve("probe");
    try (FileChannel probe =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(PROBE_BYTES);
      while (zeros.hasRemaining()) {
        probe.write(zeros);
      }
      probe.force(true);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
