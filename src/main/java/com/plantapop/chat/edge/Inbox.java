package com.plantapop.chat.edge;

import com.plantapop.chat.event.Deadline;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Bridge messages of one socket that have come and wait to be served, and what they take. */
final class Inbox {
  /** Of a message beside its text: millions of tiny ones must not pass for nothing. */
  static final long OVERHEAD_BYTES = 128;

  /** Largest frames that may wait while the socket is not read; a transport's own batch. */
  private static final long MAX_WAITING_FRAMES = 32;

  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
  private long bytes;

  /** A bridge message and when it must have its answer. */
  record Arrival(String message, Deadline deadline) {
    private long bytes() {
      return message.length() + OVERHEAD_BYTES;
    }
  }

  void add(Arrival arrival) {
    arrivals.add(arrival);
    bytes += arrival.bytes();
  }

  /** The oldest, which must be there. */
  Arrival poll() {
    Arrival next = arrivals.poll();
    bytes -= next.bytes();
    return next;
  }

  boolean isEmpty() {
    return arrivals.isEmpty();
  }

  /** Whether no more may come. */
  boolean isFull(int maxFrameBytes) {
    return bytes > MAX_WAITING_FRAMES * maxFrameBytes;
  }

  /** About what is kept for them. */
  long bytes() {
    return bytes;
  }

  /** Takes all of them out, the oldest first. */
  void drainTo(Consumer<String> taker) {
    while (!isEmpty()) {
      taker.accept(poll().message());
    }
  }

  void clear() {
    arrivals.clear();
    bytes = 0;
  }
}
