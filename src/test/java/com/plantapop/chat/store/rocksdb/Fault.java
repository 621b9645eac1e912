package com.plantapop.chat.store.rocksdb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Commands of the system that make a disk bad. */
final class Fault {
  private Fault() {}

  /** Runs it; the exit code, or -1 when there is no such command. */
  static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Skips the test with a notice; where all must run (CI=true) it fails instead. */
  static void require(boolean possible, String what) {
    if (!possible && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("CI=true, but " + what + " is not possible here");
    }
    if (!possible) {
      System.out.println("SKIPPED, since not possible here: " + what);
    }
    assumeTrue(possible, what);
  }

  static boolean mountTmpfs(Path directory, String size) throws InterruptedException {
    return run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString()) == 0;
  }

  static void unmount(Path directory) throws InterruptedException {
    run("umount", directory.toString());
  }

  /** The largest file that a running process may write; it fails with EFBIG beyond. */
  static boolean limitFileSize(long pid, String bytes) throws InterruptedException {
    return run("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":unlimited") == 0;
  }
}
