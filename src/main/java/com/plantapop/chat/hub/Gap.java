package com.plantapop.chat.hub;

import java.util.TreeMap;

/**
 * Events that came before those they follow, and how far the log is known to reach. Bounded: what
 * does not fit is forgotten, since the log has it.
 */
final class Gap {
  private static final int MAX_HELD = 1024;

  private final TreeMap<Long, Entry> held = new TreeMap<>();
  private long reach;

  void hold(Entry entry) {
    reaches(entry.seq());
    held.putIfAbsent(entry.seq(), entry);
    if (held.size() > MAX_HELD) {
      held.pollLastEntry();
    }
  }

  void reaches(long seq) {
    reach = Math.max(reach, seq);
  }

  /** Takes out the event after {@code position}, null when it is not here. */
  Entry next(long position) {
    while (!held.isEmpty() && held.firstKey() <= position) {
      held.pollFirstEntry();
    }
    return held.remove(position + 1);
  }

  /** Whether the log has more than {@code position}. */
  boolean isOpen(long position) {
    return reach > position;
  }

  /** How far the log is said to reach. */
  long reach() {
    return reach;
  }

  /**
   * The log was read when it was said to reach {@code asked}, and had nothing more: whoever
   * announced that did not speak for the store. What was announced since then is another matter.
   */
  void deny(long asked) {
    if (reach == asked) {
      held.clear();
      reach = 0;
    }
  }
}
