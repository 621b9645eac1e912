package com.plantapop.chat.checker;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened. Any thread. */
final class Counts {
  private final Map<String, LongAdder> counters = new ConcurrentSkipListMap<>();

  void add(String what) {
    add(what, 1);
  }

  void add(String what, long times) {
    counters.computeIfAbsent(what, name -> new LongAdder()).add(times);
  }

  long of(String what) {
    LongAdder counter = counters.get(what);
    return counter == null ? 0 : counter.sum();
  }

  void addAll(Counts others) {
    others.counters.forEach((what, times) -> add(what, times.sum()));
  }

  /** A line each. */
  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    counters.forEach((what, times) -> table.append("  %-42s %10d%n".formatted(what, times.sum())));
    return table.toString();
  }
}
