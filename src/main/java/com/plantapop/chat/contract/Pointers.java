package com.plantapop.chat.contract;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON pointers (RFC 6901). */
final class Pointers {
  /** A member's name may be as long as a body, and what names it goes back to the sender. */
  private static final int MAX_LENGTH = 500;

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  private Pointers() {}

  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  static String unescape(String segment) {
    return segment.replace("~1", "/").replace("~0", "~");
  }

  static String child(String pointer, String name) {
    return pointer + '/' + escape(name);
  }

  /** What a pointer leads to from {@code value}, null when it leads nowhere. */
  static Object at(String pointer, Object value) {
    Object at = value;
    if (!pointer.isEmpty()) {
      for (String segment : pointer.substring(1).split("/", -1)) {
        at = step(at, unescape(segment));
      }
    }
    return at;
  }

  /** One step down from an object or an array; null where nothing stands. */
  static Object step(Object value, String name) {
    if (value instanceof Map<?, ?> object) {
      return object.get(name);
    }
    boolean isIndex = value instanceof List<?> && INDEX.matcher(name).matches();
    int index = isIndex ? Integer.parseInt(name) : Integer.MAX_VALUE;
    return isIndex && index < ((List<?>) value).size() ? ((List<?>) value).get(index) : null;
  }

  /** The pointer itself, or that of its nearest ancestor which is not too long to be shown. */
  static String bounded(String pointer) {
    return pointer.length() <= MAX_LENGTH
        ? pointer
        : pointer.substring(0, Math.max(0, pointer.lastIndexOf('/', MAX_LENGTH)));
  }
}
