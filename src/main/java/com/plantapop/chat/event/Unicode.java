package com.plantapop.chat.event;

/** What text a store and a socket can carry: both write UTF-8. */
public final class Unicode {
  private Unicode() {}

  /** Whether UTF-8 can say it: no half of a character (a lone surrogate) is in it. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
