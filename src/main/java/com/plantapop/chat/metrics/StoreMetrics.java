package com.plantapop.chat.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How the store does. Any thread. */
public final class StoreMetrics {
  /** What is asked of it. */
  public enum Operation {
    APPEND,
    /** A page of a log. */
    READ,
    /** Where logs end, or whether they go on. */
    LOOK_UP,
    /** Everything else. */
    OTHER;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Operation, Timer> timers = new EnumMap<>(Operation.class);
  private final Map<Operation, Counter> failures = new EnumMap<>(Operation.class);

  StoreMetrics(MeterRegistry registry) {
    for (Operation operation : Operation.values()) {
      timers.put(
          operation,
          Meters.histogram(
              registry,
              "chat.store",
              "How long the store took, well or not",
              "operation",
              operation.label()));
      failures.put(
          operation,
          Meters.counter(
              registry,
              "chat.store.errors",
              "What the store could not do",
              "operation",
              operation.label()));
    }
  }

  /**
   * The store has done it, or failed.
   *
   * @param begunNanos on the clock of {@link System#nanoTime}
   */
  public void done(Operation operation, long begunNanos, boolean failed) {
    timers.get(operation).record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
    if (failed) {
      failures.get(operation).increment();
    }
  }
}
