package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@link StoreChild}: what it says is counted, its acknowledgements go to a ledger. */
final class ChildProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final Pattern ACK = Pattern.compile("ack (\\d+) (\\d+) (\\S+\\.)");

  private final Process process;
  private final Ledger ledger;
  private final Map<String, Integer> said = new ConcurrentHashMap<>();
  private final Thread listener;

  private ChildProcess(Process process, Ledger ledger) {
    this.process = process;
    this.ledger = ledger;
    this.listener = new Thread(this::listen, "child-listener");
    listener.start();
  }

  /** {@code scratch} takes what a killed JVM leaves behind. */
  static ChildProcess start(Path directory, Path scratch, long seed, String word, Ledger ledger)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("java.class.path"),
            StoreChild.class.getName(),
            directory.toString(),
            Long.toString(seed),
            word);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new ChildProcess(process, ledger);
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      said.merge("cut off", 1, Integer::sum);
    }
  }

  /** The last line of a killed process may be cut: it matches only with the end of its name. */
  private void hear(String line) {
    Matcher ack = ACK.matcher(line);
    if (ack.matches()) {
      Address log = StoreChild.LOGS.get(Integer.parseInt(ack.group(1)));
      ledger.note(log, Long.parseLong(ack.group(2)), ack.group(3));
      said.merge("ack", 1, Integer::sum);
    } else {
      said.merge(line.startsWith("read ") ? "read" : line, 1, Integer::sum);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How often it has said something of this kind. */
  int count(String kind) {
    return said.getOrDefault(kind, 0);
  }

  Map<String, Integer> said() {
    return said;
  }

  /** Blocks until it has said so many more of a kind. */
  void awaitMore(String kind, int more) {
    int goal = count(kind) + more;
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (count(kind) < goal) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("no more " + kind + " from " + process + " after " + said);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** SIGKILL; returns when the process is gone and everything it said is heard. */
  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      listener.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
