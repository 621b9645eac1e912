package com.plantapop.chat.ingest;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Whether writers on other nodes append to a log at the same time as this one, and how long it
 * stands back for them then: a random time, the same for winners and losers. A winner that went on
 * at once would always be the first to know the head, and the others would wait for its end; this
 * way each gets its turn, and appends all that has come meanwhile. Touched on one event loop only.
 */
final class Contention {
  /** So long are others believed to go on. */
  private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long MIN_BOUND_MS = 4;
  private static final long MAX_BOUND_MS = 64;

  private long lastMet;
  private boolean met;
  private long boundMs = MIN_BOUND_MS;

  /** Another node has appended while this writer was about to, or was faster. */
  void met() {
    met = true;
    lastMet = System.nanoTime();
  }

  /** How long an append takes: to stand back for less would give the others no chance. */
  void took(long nanos) {
    long twice = 2 * TimeUnit.NANOSECONDS.toMillis(nanos);
    boundMs = Math.max(MIN_BOUND_MS, Math.min(MAX_BOUND_MS, twice));
  }

  /** Milliseconds to wait before the next append: 0 while nobody else writes. */
  long pauseMs() {
    met = met && System.nanoTime() - lastMet < MEMORY_NANOS;
    return met ? ThreadLocalRandom.current().nextLong(1, boundMs + 1) : 0;
  }
}
