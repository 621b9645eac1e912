package com.plantapop.chat.edge;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator what was refused when its sender cannot be told: every case is counted, and a
 * line with the count is logged at most every ten seconds, without a stack trace. Any thread.
 */
final class ThrottledLog {
  private static final Logger LOG = LoggerFactory.getLogger(ThrottledLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String of;
  private long count;
  private long lastNanos;

  /**
   * @param of what is refused, in plural
   */
  ThrottledLog(String of) {
    this.of = of;
  }

  synchronized void about(String where, String problem) {
    long now = System.nanoTime();
    count++;
    if (count == 1 || now - lastNanos > INTERVAL_NANOS) {
      lastNanos = now;
      LOG.warn("{} refused so far: {}, the latest on {}: {}", of, count, where, problem);
    }
  }
}
