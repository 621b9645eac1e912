package com.plantapop.chat.edge;

import java.util.concurrent.TimeUnit;

/** A token bucket: so many frames a second, after a burst of so many (G7). */
final class RateLimit {
  private final long nanosPerFrame;
  private final long burstNanos;
  private long paidUntil;
  private long toldUntil;

  RateLimit(int framesPerSecond, int burst, long now) {
    this.nanosPerFrame = TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
    this.burstNanos = nanosPerFrame * burst;
    this.paidUntil = now;
    this.toldUntil = now;
  }

  /** Milliseconds until this frame may pass, 0 when it may now; only then it is counted. */
  long tryPass(long now) {
    // The clock may overflow, so times are compared by their difference.
    // Frames are booked one after the other, so many nanoseconds each; a burst may book ahead.
    long next = (paidUntil - now > 0 ? paidUntil : now) + nanosPerFrame;
    long excess = next - now - burstNanos;
    if (excess > 0) {
      return turnAway(now, excess);
    }
    paidUntil = next;
    return 0;
  }

  /**
   * Milliseconds until a frame may come again that cannot pass before {@code nanos} are over. Those
   * that are turned away together are told one after the other: would all come back at once, all
   * but one had to be turned away again.
   */
  long turnAway(long now, long nanos) {
    long earliest = now + nanos;
    long turn = toldUntil + nanosPerFrame;
    toldUntil = turn - earliest > 0 ? turn : earliest;
    return TimeUnit.NANOSECONDS.toMillis(toldUntil - now) + 1;
  }
}
