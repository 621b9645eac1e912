package com.plantapop.chat.store.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file in which RocksDB notes which files make up the database. */
final class Manifest {
  private Manifest() {}

  /**
   * What is wrong with it in a way that no crash explains. RocksDB takes a record with a damaged
   * length for the end, and then deletes the files that the rest speaks of.
   */
  static Optional<String> damage(Path directory) throws IOException {
    Path current = directory.resolve("CURRENT");
    if (!Files.exists(current)) {
      return Optional.empty();
    }
    String name = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
    Path manifest = directory.resolve(name);
    if (name.isEmpty() || !Files.isRegularFile(manifest)) {
      return Optional.of("CURRENT names no file");
    }
    RecordScan scan = RecordScan.ofManifest(manifest);
    return scan.verdict() == RecordScan.Verdict.DAMAGED
        ? Optional.of(name + " is damaged at byte " + scan.badAt())
        : Optional.empty();
  }
}
