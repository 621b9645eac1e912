package com.plantapop.chat.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Counts what is under way, keeps it within bounds, and closes when it is done. Any thread. */
final class InFlightLimit {
  /** Above what ingest holds by default (ingest.maxQueuedBytes), counted as in {@link Pending}. */
  private static final long MAX_BYTES = 256L << 20;

  enum Entry {
    IN,
    FULL,
    CLOSED
  }

  private final Promise<Void> empty = Promise.promise();
  private long calls;
  private long bytes;
  private boolean closed;

  /** For {@link Entry#IN}, {@link #leave} is to follow. {@code weight} is 0 for what only reads. */
  synchronized Entry enter(long weight) {
    if (closed) {
      return Entry.CLOSED;
    }
    // One that is larger than the bound passes alone, else it never would.
    if (weight > 0 && bytes > 0 && bytes + weight > MAX_BYTES) {
      return Entry.FULL;
    }
    calls++;
    bytes += weight;
    return Entry.IN;
  }

  void leave(long weight) {
    boolean last;
    synchronized (this) {
      calls--;
      bytes -= weight;
      last = closed && calls == 0;
    }
    if (last) {
      empty.tryComplete();
    }
  }

  /** Lets nobody in any more; completes when all have left. */
  Future<Void> close() {
    boolean last;
    synchronized (this) {
      closed = true;
      last = calls == 0;
    }
    if (last) {
      empty.tryComplete();
    }
    return empty.future();
  }
}
