package com.plantapop.chat.edge;

import com.plantapop.chat.event.Refusal;

/** Whole numbers that clients give as numbers or as strings of digits (design section 10). */
final class Numbers {
  private static final int MAX_DIGITS = 18;

  private Numbers() {}

  /** Throws a Refusal (400) naming the field. */
  static long parse(String field, String text, long least, long most) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    long number = digits ? Long.parseLong(text) : -1;
    if (!digits || number < least || number > most) {
      throw Refusal.malformed(field + ": must be a whole number" + range(least, most));
    }
    return number;
  }

  private static String range(long least, long most) {
    return most == Long.MAX_VALUE ? " from " + least : " from " + least + " to " + most;
  }
}
