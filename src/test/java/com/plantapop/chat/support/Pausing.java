package com.plantapop.chat.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Stops a process where it stands and lets it go on: it keeps its connections, and is silent. */
public final class Pausing {
  private static final Path PROCESSES = Path.of("/proc");

  private Pausing() {}

  /**
   * SIGSTOP. Returns once every thread has stopped: {@code kill} returns when the signal is
   * pending, and in four of ten cases some thread still ran then and could answer a request.
   */
  public static void pause(long pid) throws Exception {
    signal("STOP", pid);
    if (Files.exists(PROCESSES.resolve("self"))) {
      Await.until("process " + pid + " to stop", () -> hasStopped(pid));
    }
  }

  /** SIGCONT. */
  public static void resume(long pid) throws IOException, InterruptedException {
    signal("CONT", pid);
  }

  private static boolean hasStopped(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(PROCESSES.resolve(pid + "/task"))) {
      return threads.map(thread -> thread.resolve("stat")).allMatch(Pausing::isStopped);
    }
  }

  /** The state follows the name, which stands in brackets and may hold any character. */
  private static boolean isStopped(Path stat) {
    try {
      String line = Files.readString(stat);
      return line.startsWith("T", line.lastIndexOf(')') + 2);
    } catch (NoSuchFileException ended) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " " + pid + ": " + exit);
    }
  }
}
