package com.plantapop.chat.store.mongo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs that wait for a write. What arrives while all writes are under way forms the next one (group
 * commit). Bounded by those who fill it. Any thread.
 */
final class WriteQueue {
  /** Of one write, unless a single run is larger. */
  private static final long MAX_BYTES = 8L << 20;

  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private final int maxWrites;
  private final int maxEvents;
  private int writes;
  private boolean starting;

  /**
   * @param maxWrites under way at a time
   * @param maxEvents of one write, unless a single run is larger
   */
  WriteQueue(int maxWrites, int maxEvents) {
    this.maxWrites = maxWrites;
    this.maxEvents = maxEvents;
  }

  synchronized void add(List<Pending> runs) {
    waiting.addAll(runs);
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
    if (writes < maxWrites) {
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
      if (!runs.isEmpty() && (events > maxEvents || bytes > MAX_BYTES)) {
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
