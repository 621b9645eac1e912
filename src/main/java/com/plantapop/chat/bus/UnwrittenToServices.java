package com.plantapop.chat.bus;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one event loop has published for services and the bus has not written yet. A service that
 * hangs must not fill the node's memory: beyond the bound events are left out, which is said once,
 * and services find them in the log (G7). Used on one event loop only.
 */
final class UnwrittenToServices {
  private static final Logger LOG = LoggerFactory.getLogger(UnwrittenToServices.class);
  private static final long MAX_BYTES = 8 << 20;

  /** The bus gives up a member that says nothing for so long; its messages are gone then. */
  private static final long GIVEN_UP_NANOS = TimeUnit.SECONDS.toNanos(15);

  private long bytes;
  private long leftOut;
  private long lastWritten = System.nanoTime();

  /** Whether so much more may be published; to be followed by one {@link #written} if so. */
  boolean admit(int more) {
    if (bytes > 0 && System.nanoTime() - lastWritten > GIVEN_UP_NANOS) {
      // A write that failed in a race of the bus is never told: it must not close this for good.
      bytes = 0;
    }
    if (bytes == 0) {
      lastWritten = System.nanoTime();
    }
    if (bytes + more > MAX_BYTES) {
      leaveOut();
      return false;
    }
    bytes += more;
    return true;
  }

  private void leaveOut() {
    if (leftOut == 0) {
      LOG.warn("a service takes nothing: events are not published for services until it does");
    }
    leftOut++;
  }

  void written(int written) {
    bytes = Math.max(0, bytes - written);
    lastWritten = System.nanoTime();
    if (leftOut > 0 && bytes < MAX_BYTES / 2) {
      LOG.warn("events are published for services again; {} were left out", leftOut);
      leftOut = 0;
    }
  }
}
