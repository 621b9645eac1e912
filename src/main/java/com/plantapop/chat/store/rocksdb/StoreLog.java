package com.plantapop.chat.store.rocksdb;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator what is wrong with the disk or the files, in one line without a stack trace,
 * and not again for every request that meets it. Any thread.
 */
final class StoreLog {
  private static final Logger LOG = LoggerFactory.getLogger(RocksEventStore.class);
  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private String last = "";
  private long lastNanos;

  /** {@code what} says what the store cannot do; the cause names the file. */
  void about(String what, Throwable cause) {
    String line = what + ": " + cause.getMessage();
    if (isNews(line)) {
      LOG.error(line);
    }
  }

  /** Something that cannot happen; here the place in the code matters. */
  void bug(Throwable cause) {
    LOG.error("a bug in the store", cause);
  }

  void over(String what) {
    LOG.info(what);
  }

  private synchronized boolean isNews(String line) {
    long now = System.nanoTime();
    boolean news = !line.equals(last) || now - lastNanos > REPEAT_NANOS;
    if (news) {
      last = line;
      lastNanos = now;
    }
    return news;
  }
}
