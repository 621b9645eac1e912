package com.plantapop.chat.edge;

import java.util.ArrayDeque;

/** Messages, as JSON strings, that wait for a SockJS frame to leave in. */
final class MessageQueue {
  /** Of a frame, in characters, unless a single message is longer. */
  private static final int MAX_FRAME = 128 << 10;

  private final ArrayDeque<String> queue = new ArrayDeque<>();
  private long size;

  void add(String message) {
    queue.add(message);
    size += size(message);
  }

  /** About what is kept for them. */
  long size() {
    return size;
  }

  private static long size(String message) {
    return message.length() + Inbox.OVERHEAD_BYTES;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  void clear() {
    queue.clear();
    size = 0;
  }

  /** Takes out at least one message, for which there must be one, and as many more as fit. */
  String nextFrame() {
    StringBuilder frame = new StringBuilder("a[");
    do {
      String message = queue.poll();
      size -= size(message);
      frame.append(frame.length() == 2 ? "" : ",").append(message);
    } while (!queue.isEmpty() && frame.length() + queue.peek().length() < MAX_FRAME);
    return frame.append(']').toString();
  }
}
