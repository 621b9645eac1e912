package com.plantapop.chat.store.rocksdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer. {@link #offer} is called from any thread and never waits for room;
 * what has gathered while the disk was busy is taken as one group.
 */
final class RequestQueue {
  /** For a wait without an end. */
  static final long FOR_EVER = TimeUnit.DAYS.toNanos(365);

  /**
   * Above what ingest holds in all (ingest.maxQueuedBytes), so that ingest's bound is met first.
   */
  private static final long MAX_BYTES = 128L << 20;

  private static final int MAX_REQUESTS = 20_000;

  /** Bounds how long the first of a group waits for the last. */
  private static final long MAX_GROUP_BYTES = 8L << 20;

  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Request<?>> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /** All or none: what is offered together is decided, and synced, together. */
  Offer offer(List<Request<?>> requests) {
    long more = requests.stream().mapToLong(Request::bytes).sum();
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      if (waiting.size() + requests.size() > MAX_REQUESTS || bytes + more > MAX_BYTES) {
        return Offer.FULL;
      }
      waiting.addAll(requests);
      bytes += more;
      changed.signal();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest requests, at least one when there is any; waits for one up to {@code nanos}. Empty
   * when the time is over or the queue is closed.
   */
  List<Request<?>> take(long nanos) throws InterruptedException {
    List<Request<?>> group = new ArrayList<>();
    lock.lock();
    try {
      long left = nanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      long groupBytes = 0;
      while (!waiting.isEmpty() && groupBytes < MAX_GROUP_BYTES) {
        Request<?> next = waiting.poll();
        group.add(next);
        groupBytes += next.bytes();
      }
      bytes -= groupBytes;
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is taken in any more; what is there can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  boolean isDone() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
