package com.plantapop.chat.event;

import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Events of one log that came before those they follow, and how far the log is said to reach. Not
 * safe for use from several threads.
 *
 * <p>Bounded in number and in bytes: what does not fit is forgotten, the newest first, since the
 * log has it.
 *
 * @param <E> what is held of an event
 */
public final class Gap<E> {
  private final int maxHeld;
  private final long maxBytes;
  private final ToIntFunction<E> size;
  private final TreeMap<Long, E> held = new TreeMap<>();
  private long bytes;
  private long reach;

  /**
   * Without a bound in bytes.
   *
   * @param maxHeld most events
   */
  public Gap(int maxHeld) {
    this(maxHeld, Long.MAX_VALUE, event -> 0);
  }

  /**
   * @param maxHeld most events
   * @param maxBytes most bytes of them
   * @param size of an event, in bytes
   */
  public Gap(int maxHeld, long maxBytes, ToIntFunction<E> size) {
    this.maxHeld = maxHeld;
    this.maxBytes = maxBytes;
    this.size = size;
  }

  /** Of two with the same number, the first stays. */
  public void hold(long seq, E event) {
    reaches(seq);
    if (held.putIfAbsent(seq, event) == null) {
      bytes += size.applyAsInt(event);
    }
    while (held.size() > maxHeld || bytes > maxBytes) {
      taken(held.pollLastEntry().getValue());
    }
  }

  private E taken(E event) {
    bytes -= event == null ? 0 : size.applyAsInt(event);
    return event;
  }

  /** Somebody says that the log has this number. */
  public void reaches(long seq) {
    reach = Math.max(reach, seq);
  }

  /** Takes out the event after {@code position}, null when it is not here. */
  public E next(long position) {
    while (!held.isEmpty() && held.firstKey() <= position) {
      taken(held.pollFirstEntry().getValue());
    }
    return taken(held.remove(position + 1));
  }

  /** Whether the log is said to have more than {@code position}. */
  public boolean isOpen(long position) {
    return reach > position;
  }

  /** How far the log is said to reach. */
  public long reach() {
    return reach;
  }

  /**
   * The log was read when it was said to reach {@code asked}, and had nothing more: whoever
   * announced that did not speak for the store. What was announced since then is another matter.
   */
  public void deny(long asked) {
    if (reach == asked) {
      held.clear();
      bytes = 0;
      reach = 0;
    }
  }
}
