package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What waits for the writer. {@link #offer} is called from any thread and never waits for room;
 * what has gathered while the disk was busy is taken as one group.
 */
final class RequestQueue {
  /** For a wait without an end. */
  static final long FOR_EVER = TimeUnit.DAYS.toNanos(365);

  /**
   * Above what ingest holds in all by default (ingest.maxQueuedBytes), so that ingest's bound is
   * met first; where that is raised, this one refuses with 503, too.
   */
  private static final long MAX_BYTES = 128L << 20;

  private static final int MAX_REQUESTS = 20_000;

  /** Bounds how long the first of a group waits for the last. */
  private static final long MAX_GROUP_BYTES = 8L << 20;

  private final ArrayDeque<Request<?>> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /**
   * All or none: what is offered together is decided, and synced, together. Empty when they are
   * taken in, else what to answer them.
   */
  synchronized Optional<Refusal> offer(List<Request<?>> requests) {
    if (closed) {
      return Optional.of(StoreRefusals.closed());
    }
    long more = requests.stream().mapToLong(Request::bytes).sum();
    if (waiting.size() + requests.size() > MAX_REQUESTS || bytes + more > MAX_BYTES) {
      return Optional.of(StoreRefusals.busy());
    }
    waiting.addAll(requests);
    bytes += more;
    notifyAll();
    return Optional.empty();
  }

  /**
   * The oldest requests, at least one when there is any; waits for one up to {@code nanos}. Empty
   * when the time is over or the queue is closed.
   */
  synchronized List<Request<?>> take(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; mustWait() && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    List<Request<?>> group = new ArrayList<>();
    long groupBytes = 0;
    while (!waiting.isEmpty() && groupBytes < MAX_GROUP_BYTES) {
      Request<?> next = waiting.poll();
      group.add(next);
      groupBytes += next.bytes();
    }
    bytes -= groupBytes;
    return group;
  }

  private boolean mustWait() {
    return waiting.isEmpty() && !closed;
  }

  /** Nothing is taken in any more; what is there can still be taken out. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized boolean isDone() {
    return closed && waiting.isEmpty();
  }
}
