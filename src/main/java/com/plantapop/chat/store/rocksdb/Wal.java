package com.plantapop.chat.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of the write-ahead log of a database that is not open. */
final class Wal {
  private static final String SUFFIX = ".log";

  private Wal() {}

  /** In the order in which they were written: by number, which may grow a digit. */
  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> name(file).endsWith(SUFFIX))
          .sorted(
              Comparator.comparingInt((Path file) -> name(file).length()).thenComparing(Wal::name))
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** How much opening has to write into files. */
  static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : files(directory)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /** Makes durable what a failed write may have left in the cache of the system only. */
  static void sync(Path directory) throws IOException {
    for (Path file : files(directory)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /**
   * What is wrong in a way that no crash explains; empty when RocksDB may go on.
   *
   * <p>None of its recovery modes tells the two apart. By point in time (the default) it forgets,
   * without a word, all that follows a damaged record; tolerating corrupted tails it does the same
   * in the last block of a file when a length is damaged, and refuses to start after a power cut
   * that left zeros in the last record.
   */
  static Optional<String> damage(Path directory) throws IOException {
    long next = RecordScan.UNKNOWN;
    for (Path file : files(directory)) {
      RecordScan scan = RecordScan.ofWal(file);
      if (scan.verdict() == RecordScan.Verdict.DAMAGED) {
        return Optional.of(name(file) + " is damaged at byte " + scan.badAt());
      }
      if (scan.firstSeq() != RecordScan.UNKNOWN) {
        // A torn batch is given up and its numbers are used again; others means that more is gone.
        if (next != RecordScan.UNKNOWN && scan.firstSeq() != next) {
          return Optional.of("what comes before " + name(file) + " is missing");
        }
        next = RecordScan.UNKNOWN;
      }
      if (scan.verdict() == RecordScan.Verdict.TORN) {
        next = scan.nextSeq();
      }
    }
    return Optional.empty();
  }
}
