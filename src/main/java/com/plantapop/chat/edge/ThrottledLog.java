package com.plantapop.chat.edge;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the operator of what strangers can bring about as often as they like: every case is
 * counted, and a line with the count is logged at most every ten seconds, without a stack trace.
 * Any thread.
 */
final class ThrottledLog {
  private static final Logger LOG = LoggerFactory.getLogger(ThrottledLog.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Level level;
  private final String what;
  private long count;
  private long lastNanos;

  /**
   * @param what happens, in plural
   */
  ThrottledLog(Level level, String what) {
    this.level = level;
    this.what = what;
  }

  synchronized void about(String latest) {
    long now = System.nanoTime();
    count++;
    if (count == 1 || now - lastNanos > INTERVAL_NANOS) {
      lastNanos = now;
      LOG.atLevel(level).log("{}: {} so far, the latest: {}", what, count, latest);
    }
  }

  synchronized long count() {
    return count;
  }
}
