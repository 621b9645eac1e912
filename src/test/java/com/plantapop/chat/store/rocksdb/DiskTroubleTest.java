package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that does not take data, and takes it again later: sends are refused as unavailable or
 * unknown, reads go on, the process stays, writing starts again by itself, and nothing that was
 * acknowledged is lost. The faults are real ones of the system.
 */
class DiskTroubleTest {
  private final Ledger ledger = new Ledger();
  @TempDir private Path directory;

  @Test
  void survivesAFullDisk() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Fault.require(Fault.mountTmpfs(disk, "256m"), "mounting a file system");
    try {
      Path data = disk.resolve("data");
      try (ChildProcess child = start(data)) {
        for (int round = 0; round < 2; round++) {
          child.awaitMore("ack", 300);
          fill(disk.resolve("filler"));
          assertRefusesAndReads(child);
          Files.delete(disk.resolve("filler"));
          child.awaitMore("ack", 300);
        }
        assertSaid(child);
      }
      ledger.compare(data);
    } finally {
      Fault.unmount(disk);
    }
  }

  @Test
  void survivesWritesThatFail() throws Exception {
    Path data = directory.resolve("data");
    try (ChildProcess child = start(data)) {
      child.awaitMore("ack", 300);
      Fault.require(Fault.limitFileSize(child.pid(), "100000"), "prlimit");
      assertRefusesAndReads(child);
      assertThat(Fault.limitFileSize(child.pid(), "unlimited")).isTrue();
      child.awaitMore("ack", 300);
      assertSaid(child);
    }
    ledger.compare(data);
  }

  @Test
  void losesNothingWhenKilledOnABadDisk() throws Exception {
    Path data = directory.resolve("data");
    try (ChildProcess child = start(data)) {
      child.awaitMore("ack", 300);
      Fault.require(Fault.limitFileSize(child.pid(), "100000"), "prlimit");
      child.awaitMore("refused UNAVAILABLE", 50);
    }
    ledger.compare(data);
  }

  /** Each file of the write-ahead log can grow to this size only: again and again a write fails. */
  @Test
  void losesNothingWhenItFailsAgainAndAgain() throws Exception {
    Path data = directory.resolve("data");
    try (ChildProcess child = start(data)) {
      child.awaitMore("ack", 1);
      Fault.require(Fault.limitFileSize(child.pid(), "1500000"), "prlimit");
      child.awaitMore("refused UNKNOWN_OUTCOME", 6);
      child.awaitMore("ack", 1);
      assertSaid(child);
    }
    ledger.compare(data);
  }

  private ChildProcess start(Path data) throws IOException {
    return ChildProcess.start(data, 1, "only", ledger);
  }

  private static void assertRefusesAndReads(ChildProcess child) {
    child.awaitMore("refused UNAVAILABLE", 50);
    child.awaitMore("read", 50);
    assertThat(child.isAlive()).isTrue();
  }

  /** Nothing but what the port allows, and never a read that failed. */
  private static void assertSaid(ChildProcess child) {
    assertThat(child.said().keySet())
        .containsOnly("ack", "read", "refused UNAVAILABLE", "refused UNKNOWN_OUTCOME");
  }

  private static void fill(Path file) throws IOException {
    try (FileChannel filler =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (true) {
        filler.write(ByteBuffer.allocate(1 << 16));
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }
}
