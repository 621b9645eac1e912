package com.plantapop.chat.contract;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of a schema, which are those of ECMAScript, for Java's engine. */
final class Regex {
  private Regex() {}

  /**
   * The same expression for Java. There {@code $} also matches before a newline at the end, so that
   * {@code ^[a-z]+$} would let one through, and a class may hold classes and intersections, so that
   * {@code [[&&]} would mean something else.
   *
   * @throws PatternSyntaxException when it is none
   */
  static String toJava(String ecma) {
    StringBuilder java = new StringBuilder(ecma.length() + 8);
    boolean inClass = false;
    for (int i = 0; i < ecma.length(); i++) {
      char c = ecma.charAt(i);
      if (c == '\\' && i + 1 < ecma.length()) {
        java.append(c).append(ecma.charAt(++i));
      } else if (inClass) {
        java.append(c == '[' || c == '&' ? "\\" : "").append(c);
        inClass = c != ']';
      } else {
        java.append(c == '$' ? "\\z" : String.valueOf(c));
        inClass = c == '[';
      }
    }
    return Pattern.compile(java.toString()).pattern();
  }
}
