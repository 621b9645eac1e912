package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what a node has taken in and not yet answered, over all chats (G7). At the bound the
 * sender is told, with 503; nothing is dropped. Safe to use from any thread.
 */
public final class Backlog {
  /** Long enough to clear a group commit or two, short enough that a person waits for it. */
  private static final long RETRY_AFTER_MS = 250;

  private final int maxEvents;
  private final long maxBytes;
  private final AtomicInteger events = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param maxEvents most submissions under way
   * @param maxBytes most characters of their bodies together
   */
  public Backlog(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes submissions in, all or none; throws a Refusal (503) when the node is full.
   *
   * @param size of all of them together
   */
  void enter(int count, int size) {
    int eventsNow = events.addAndGet(count);
    long bytesNow = bytes.addAndGet(size);
    if (eventsNow > maxEvents || bytesNow > maxBytes) {
      leave(count, size);
      throw full(Limit.NODE_QUEUE);
    }
  }

  /** Submissions under way. */
  public int events() {
    return events.get();
  }

  public int maxEvents() {
    return maxEvents;
  }

  /** Characters of their bodies. */
  public long bytes() {
    return bytes.get();
  }

  public long maxBytes() {
    return maxBytes;
  }

  /** Must be called once for each submission let in, when it has its answer. */
  void leave(int count, int size) {
    events.addAndGet(-count);
    bytes.addAndGet(-size);
  }

  /**
   * @param limit the bound that was met
   */
  static Refusal full(Limit limit) {
    return Refusal.retryAfter(
            Refusal.Code.UNAVAILABLE, "too many messages are waiting; retry", RETRY_AFTER_MS)
        .at(limit);
  }
}
