package com.plantapop.chat.contract;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the pointers of vertx-json-schema. They are percent-encoded, control characters without
 * their leading zero, so they cannot be decoded; they are compared with the names that exist.
 */
final class LibraryPointers {
  private static final String UNTOUCHED = ":?#@!$&'()*+,;=-._";

  private LibraryPointers() {}

  /** The pointer (RFC 6901) that {@code location}, such as {@code #/a%20b}, means in a value. */
  static String resolve(String location, Object value) {
    StringBuilder pointer = new StringBuilder();
    Object at = value;
    int end = location.indexOf('/');
    while (end >= 0 && end < location.length()) {
      int next = location.indexOf('/', end + 1);
      next = next < 0 ? location.length() : next;
      String name = name(location.substring(end + 1, next), at);
      pointer.append('/').append(Pointers.escape(name));
      at = Pointers.step(at, name);
      end = next;
    }
    return pointer.toString();
  }

  /** The name of the member that a segment means. */
  private static String name(String segment, Object object) {
    Set<?> names = object instanceof Map<?, ?> members ? members.keySet() : Set.of();
    return names.stream()
        .map(String.class::cast)
        .filter(name -> encode(name).equals(segment))
        .findFirst()
        .orElse(segment);
  }

  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder(name.length());
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 128 && (Character.isLetterOrDigit(c) || UNTOUCHED.indexOf(c) >= 0)) {
        encoded.append(c);
      } else if (c == '~' || c == '/') {
        encoded.append(c == '~' ? "~0" : "~1");
      } else {
        encoded.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
      }
    }
    return encoded.toString();
  }
}
