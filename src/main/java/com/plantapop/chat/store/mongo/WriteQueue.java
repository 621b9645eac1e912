package com.plantapop.chat.store.mongo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs that wait for a write. What arrives while all writes are under way forms the next one (group
 * commit). Bounded by those who fill it. Any thread.
 */
final class WriteQueue {
  /** Several, so that one slow round trip does not stop the others; few, so that writes grow. */
  private static final int MAX_WRITES = 4;

  /**
   * Of one write, unless a single run is larger. Below what any server takes in one command, so
   * that the driver hardly ever has to split; where it does, an ordered write stops all the same.
   */
  private static final int MAX_EVENTS = 1_000;

  private static final long MAX_BYTES = 8L << 20;

  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private int writes;
  private boolean starting;

  synchronized void add(Pending pending) {
    waiting.add(pending);
  }

  /** Puts back what was taken, to the front and in its order. */
  synchronized void putBack(List<Pending> runs) {
    for (int i = runs.size() - 1; i >= 0; i--) {
      waiting.addFirst(runs.get(i));
    }
  }

  /** Whether the caller is to start writes now, because no other thread does. */
  synchronized boolean mayStart() {
    boolean free = !starting;
    starting = true;
    return free;
  }

  /**
   * The runs of the next write, for which {@link #written} is to be called; empty, which ends the
   * right to start, when there are none or enough writes are under way.
   */
  synchronized List<Pending> next() {
    List<Pending> runs = new ArrayList<>();
    if (writes < MAX_WRITES) {
      fill(runs);
    }
    if (runs.isEmpty()) {
      starting = false;
    } else {
      writes++;
    }
    return runs;
  }

  private void fill(List<Pending> runs) {
    long events = 0;
    long bytes = 0;
    for (Pending next = waiting.peek(); next != null; next = waiting.peek()) {
      events += next.size();
      bytes += next.bytes();
      if (!runs.isEmpty() && (events > MAX_EVENTS || bytes > MAX_BYTES)) {
        return;
      }
      runs.add(waiting.poll());
    }
  }

  /** A write is over. */
  synchronized void written() {
    writes--;
  }

  /** All that wait. */
  synchronized List<Pending> clear() {
    List<Pending> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }
}
