package com.plantapop.chat.contract;

/** Format {@code uuid}: RFC 4122 without {@code urn:}. */
final class UuidFormat {
  private static final int LENGTH = 36;

  private UuidFormat() {}

  static boolean accepts(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  /** ASCII only: Character.digit takes digits of other scripts too. */
  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
