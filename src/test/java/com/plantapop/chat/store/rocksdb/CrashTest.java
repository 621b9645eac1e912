package com.plantapop.chat.store.rocksdb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G2, G4: a process that is killed at any moment loses nothing that it has acknowledged. */
class CrashTest {
  private static final int ROUNDS = 5;

  @Test
  void losesNothingWhenKilled(@TempDir Path directory) throws Exception {
    long seed = System.nanoTime();
    System.out.println("CrashTest seed " + seed);
    Random random = new Random(seed);
    Path data = directory.resolve("data");
    Path scratch = Files.createDirectory(directory.resolve("tmp"));
    Ledger ledger = new Ledger();
    for (int round = 0; round < ROUNDS; round++) {
      try (ChildProcess child =
          ChildProcess.start(data, scratch, random.nextLong(), "r" + round, ledger)) {
        child.awaitMore("ack", 1 + random.nextInt(2_000));
      }
      ledger.compare(data);
    }
  }
}
