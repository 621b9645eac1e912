package com.plantapop.chat.store.rocksdb.check;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a database that is not open: the write-ahead log, and the manifest, in which RocksDB
 * notes which files make up the database.
 */
public final class DatabaseFiles {
  private static final String SUFFIX = ".log";

  private DatabaseFiles() {}

  /** In the order in which they were written: by number, which may grow a digit. */
  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> name(file).endsWith(SUFFIX))
          .sorted(
              Comparator.comparingInt((Path file) -> name(file).length())
                  .thenComparing(DatabaseFiles::name))
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** How much of the write-ahead log opening has to write into files, in bytes. Blocks. */
  public static long walBytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : files(directory)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /**
   * Makes durable what a failed write may have left of the write-ahead log in the cache of the
   * system only. Blocks.
   */
  public static void syncWal(Path directory) throws IOException {
    for (Path file : files(directory)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /**
   * What is wrong in a way that no crash explains, for the operator; empty when RocksDB may open
   * the database. Blocks.
   */
  public static Optional<String> damage(Path directory) throws IOException {
    Optional<String> ofManifest = damageOfManifest(directory);
    return ofManifest.isPresent() ? ofManifest : damageOfWal(directory);
  }

  /**
   * RocksDB takes a record with a damaged length for the end, and then deletes the files that the
   * rest speaks of.
   */
  private static Optional<String> damageOfManifest(Path directory) throws IOException {
    Path current = directory.resolve("CURRENT");
    if (!Files.exists(current)) {
      return Optional.empty();
    }
    String named = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
    Path manifest = directory.resolve(named);
    if (named.isEmpty() || !Files.isRegularFile(manifest)) {
      return Optional.of("CURRENT names no file");
    }
    RecordScan scan = RecordScan.ofManifest(manifest);
    return scan.verdict() == RecordScan.Verdict.DAMAGED
        ? Optional.of(named + " is damaged at byte " + scan.badAt())
        : Optional.empty();
  }

  /**
   * None of RocksDB's recovery modes tells a crash from damage. By point in time (the default) it
   * forgets, without a word, all that follows a damaged record; tolerating corrupted tails it does
   * the same in the last block of a file when a length is damaged, and refuses to start after a
   * power cut that left zeros in the last record.
   */
  private static Optional<String> damageOfWal(Path directory) throws IOException {
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
