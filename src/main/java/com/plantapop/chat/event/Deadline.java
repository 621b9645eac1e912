package com.plantapop.chat.event;

import java.util.concurrent.TimeUnit;

/**
 * The moment by which whoever asked has an answer (G6). It counts from the arrival: what has waited
 * in a queue of ours has only the rest of its time.
 *
 * @param begun when it began to run, on the clock of {@link System#nanoTime}
 * @param nanoTime on the same clock
 */
public record Deadline(long begun, long nanoTime) {

  /** So many milliseconds from now. */
  public static Deadline in(long ms) {
    long now = System.nanoTime();
    return new Deadline(now, now + TimeUnit.MILLISECONDS.toNanos(ms));
  }

  public boolean isOver() {
    return isOverAt(System.nanoTime());
  }

  /** For who looks at many at the same time, which was told by {@link System#nanoTime}. */
  public boolean isOverAt(long now) {
    return now - nanoTime >= 0;
  }

  /** How long a timer for it must run, so that it is over then; at least 1. */
  public long timerMs() {
    return 1 + Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime()));
  }
}
