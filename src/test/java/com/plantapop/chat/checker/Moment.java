package com.plantapop.chat.checker;

import java.util.concurrent.TimeUnit;

/**
 * A moment on both clocks.
 *
 * @param nanos by which durations are told
 * @param millis by which events are stamped; one machine has one such clock
 */
record Moment(long nanos, long millis) {
  static Moment now() {
    return new Moment(System.nanoTime(), System.currentTimeMillis());
  }

  /** Whether something that began then began at least so long after this. */
  boolean isPast(long beganNanos, long ms) {
    return beganNanos - nanos >= TimeUnit.MILLISECONDS.toNanos(ms);
  }

  long msAgo() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
