package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/** Counts what is under way, keeps it within bounds, and closes when it is done. Any thread. */
final class InFlightLimit {
  /** Above what ingest holds by default (ingest.maxQueuedBytes), counted as in {@link Pending}. */
  private static final long MAX_BYTES = 256L << 20;

  private final Promise<Void> empty = Promise.promise();
  private long calls;
  private long bytes;
  private boolean closed;

  /**
   * Empty when it may come in; {@link #leave} is to follow then. {@code weight} is 0 for what only
   * reads.
   */
  synchronized Optional<Refusal> enter(long weight) {
    if (closed) {
      return Optional.of(StoreRefusals.closed());
    }
    // One that is larger than the bound passes alone, else it never would.
    if (weight > 0 && bytes > 0 && bytes + weight > MAX_BYTES) {
      return Optional.of(StoreRefusals.busy());
    }
    calls++;
    bytes += weight;
    return Optional.empty();
  }

  void leave(long weight) {
    if (isLastAfter(weight)) {
      empty.tryComplete();
    }
  }

  private synchronized boolean isLastAfter(long weight) {
    calls--;
    bytes -= weight;
    return closed && calls == 0;
  }

  /** Lets nobody in any more; completes when all have left. */
  Future<Void> close() {
    synchronized (this) {
      closed = true;
      calls++;
    }
    leave(0);
    return empty.future();
  }
}
