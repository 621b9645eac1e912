package com.plantapop.chat.hub;

/** Numbers that arrive as text in headers. */
final class Digits {
  private static final int MAX_LENGTH = 18;

  private Digits() {}

  /** Whether {@code text} is a whole number from 0 that surely fits a long. */
  static boolean areNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
