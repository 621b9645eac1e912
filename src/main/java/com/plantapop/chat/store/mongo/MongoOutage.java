package com.plantapop.chat.store.mongo;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator when MongoDB stops answering and when it is back: one line each, not one per
 * request, and while it comes and goes not more than one pair a minute. Any thread.
 */
final class MongoOutage {
  private static final Logger LOG = LoggerFactory.getLogger(MongoEventStore.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_TEXT = 500;

  private final String hosts;
  private volatile boolean present;
  private boolean told;
  private long begun;
  private long toldAt = System.nanoTime() - QUIET_NANOS;
  private long bugAt = System.nanoTime() - QUIET_NANOS;

  /** {@code hosts} as the operator wrote them, without who signs in. */
  MongoOutage(String hosts) {
    this.hosts = hosts;
  }

  /** A request has failed. */
  void begin(Throwable cause) {
    if (!present) {
      beginOnce(cause);
    }
  }

  private synchronized void beginOnce(Throwable cause) {
    if (present) {
      return;
    }
    present = true;
    begun = System.nanoTime();
    told = begun - toldAt >= QUIET_NANOS;
    if (told) {
      toldAt = begun;
      LOG.error("MongoDB at {} fails, trying on: {}", hosts, text(cause));
    }
  }

  /** A request has been answered. */
  void end() {
    if (present) {
      endOnce();
    }
  }

  private synchronized void endOnce() {
    if (present && told) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
      LOG.info("MongoDB at {} answers again, after {} s", hosts, seconds);
    }
    present = false;
  }

  /** Something that cannot happen; here the place in the code matters. */
  synchronized void bug(Throwable cause) {
    long now = System.nanoTime();
    if (now - bugAt >= QUIET_NANOS) {
      bugAt = now;
      LOG.error("a bug in the store", cause);
    }
  }

  /** The driver names hosts, commands and codes, never a password. */
  static String text(Throwable cause) {
    String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
  }
}
