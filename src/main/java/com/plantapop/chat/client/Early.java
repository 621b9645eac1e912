package com.plantapop.chat.client;

import java.util.TreeMap;

/**
 * Events that came before those they follow, and how far the log is said to reach. Bounded: what
 * does not fit is forgotten, since the log has it.
 */
final class Early {
  private static final int MAX_HELD = 256;

  private final TreeMap<Long, ChatEvent> held = new TreeMap<>();
  private long reach;

  void hold(ChatEvent event) {
    reaches(event.seq());
    held.putIfAbsent(event.seq(), event);
    if (held.size() > MAX_HELD) {
      held.pollLastEntry();
    }
  }

  void reaches(long seq) {
    reach = Math.max(reach, seq);
  }

  /** Takes out the event after {@code position}, null when it is not here. */
  ChatEvent next(long position) {
    while (!held.isEmpty() && held.firstKey() <= position) {
      held.pollFirstEntry();
    }
    return held.remove(position + 1);
  }

  boolean isBeyond(long position) {
    return reach > position;
  }

  long reach() {
    return reach;
  }

  /**
   * The log was read when it was said to reach {@code asked}, and ended before: that was not true.
   * What was said since then is another matter.
   */
  void deny(long asked) {
    if (reach == asked) {
      held.clear();
      reach = 0;
    }
  }
}
