package com.plantapop.chat.checker;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells what happens, with the time since the start, to whoever watches and to a file. */
final class Journal implements Closeable {
  /** One cause has many effects; the first ones are what helps. */
  private static final int MAX_TOLD = 50;

  private final PrintStream console;
  private final PrintStream file;
  private final long start = System.nanoTime();
  private final List<String> violations = new ArrayList<>();
  private long violationCount;

  Journal(PrintStream console, Path file) throws IOException {
    this.console = console;
    this.file = new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
  }

  /** Since the start. */
  double seconds() {
    return (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
  }

  synchronized void say(String text) {
    String line = "%8.2f  %s".formatted(seconds(), text);
    console.println(line);
    file.println(line);
  }

  /** A guarantee did not hold. */
  synchronized void violation(String what) {
    violationCount++;
    if (violations.size() < MAX_TOLD) {
      violations.add(what);
      say("VIOLATION " + what);
    }
  }

  synchronized boolean isClean() {
    return violationCount == 0;
  }

  /** The first ones. */
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  synchronized String verdict() {
    return isClean() ? "verdict: clean" : "verdict: " + violationCount + " violations";
  }

  @Override
  public void close() {
    file.close();
  }
}
