package com.plantapop.chat.checker;

import com.plantapop.chat.support.Pausing;
import com.plantapop.chat.support.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One node, through all the processes that it is in its life. */
final class Node implements AutoCloseable {
  /** A supervisor would go on for ever; a node that starts at all has done so long before. */
  private static final int MAX_STARTS = 8;

  /** Until it has read in the control log what it has missed, and what busy cores add. */
  private final int index;

  private final Path directory;
  private final Map<String, String> settings;
  private final Map<String, String> apart;
  private final Counts counts;
  private final ReentrantLock fate = new ReentrantLock(true);
  private volatile ServerProcess process;
  private volatile int port = -1;
  private volatile long drainBegan = System.nanoTime();
  private volatile boolean paused;
  private volatile long resumedAt = System.nanoTime();

  Node(int index, Path directory, Map<String, String> settings, Counts counts) {
    this.index = index;
    this.directory = directory;
    this.settings = settings;
    this.apart = new HashMap<>(settings);
    apart.put("CHAT_CLUSTER_NAME", settings.get("CHAT_CLUSTER_NAME") + "-apart");
    this.counts = counts;
  }

  int index() {
    return index;
  }

  /** Held by whoever decides whether it lives, runs and ends. */
  ReentrantLock fate() {
    return fate;
  }

  /** Starts and waits until it is ready, again and again as a supervisor would. */
  void start() throws Exception {
    start(settings);
  }

  /** The same in a cluster of its own, on the same database. */
  void startApart() throws Exception {
    start(apart);
  }

  private void start(Map<String, String> environment) throws Exception {
    for (int attempt = 1; port < 0; attempt++) {
      try {
        process = ServerProcess.ready(directory, environment);
        port = process.port();
      } catch (AssertionError notReady) {
        counts.add("nodes: starts that failed");
        if (attempt == MAX_STARTS) {
          throw new IllegalStateException(this + " does not start", notReady);
        }
      }
    }
  }

  /** Where clients reach it; -1 while it is down. */
  int port() {
    return port;
  }

  boolean isUp() {
    return port >= 0;
  }

  /** Whether it stood still at some moment since then, and can't be blamed for being late. */
  boolean stoodStillSince(long nanos) {
    return paused || resumedAt - nanos > 0;
  }

  void kill() {
    port = -1;
    process.kill();
  }

  /** SIGTERM. */
  void beginDrain() {
    drainBegan = System.nanoTime();
    process.terminate();
  }

  /** When it was last told to drain. */
  long drainBegan() {
    return drainBegan;
  }

  /** Waits for the end of the drain; returns the exit code. */
  int endDrain() throws InterruptedException {
    int code = process.exitCode();
    port = -1;
    return code;
  }

  void pause() throws Exception {
    paused = true;
    Pausing.pause(process.pid());
  }

  void resume() throws IOException, InterruptedException {
    Pausing.resume(process.pid());
    resumedAt = System.nanoTime();
    paused = false;
  }

  /** Never in the middle of a start: the process would outlive this. */
  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  @Override
  public String toString() {
    return "node " + index;
  }
}
