package com.plantapop.chat.edge;

import java.util.concurrent.TimeUnit;

/** A token bucket: so many frames a second, after a burst of so many (G7). */
final class RateLimit {
  private final long nanosPerFrame;
  private final long burstNanos;
  private long paidUntil;

  RateLimit(int framesPerSecond, int burst, long now) {
    this.nanosPerFrame = TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
    this.burstNanos = nanosPerFrame * burst;
    this.paidUntil = now;
  }

  /** Milliseconds until a frame may pass, 0 when this one may; only that one is counted. */
  long tryPass(long now) {
    // The clock may overflow, so times are compared by their difference.
    // Frames are booked one after the other, so many nanoseconds each; a burst may book ahead.
    long next = (paidUntil - now > 0 ? paidUntil : now) + nanosPerFrame;
    long excess = next - now - burstNanos;
    if (excess > 0) {
      return TimeUnit.NANOSECONDS.toMillis(excess) + 1;
    }
    paidUntil = next;
    return 0;
  }
}
