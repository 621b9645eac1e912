package com.plantapop.chat.edge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The one spelling of a request's path that decisions are made on. A router takes many for the same
 * ({@code //eventbus}, {@code /%65ventbus}, {@code /x/../eventbus}, {@code /eventbus/}), and a
 * check that knows only one of them is none.
 */
final class RequestPath {
  private RequestPath() {}

  /**
   * Without escapes of unreserved characters, dot segments, empty segments and a slash at the end
   * (RFC 3986 section 6.2.2); empty when it is no path or an escape in it is broken.
   */
  static Optional<String> normalized(String path) {
    if (path == null || !path.startsWith("/")) {
      return Optional.empty();
    }
    return unescaped(path).map(RequestPath::withoutDots);
  }

  private static Optional<String> unescaped(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int code = i + 2 < path.length() ? hex(path.charAt(i + 1), path.charAt(i + 2)) : -1;
      if (code < 0) {
        return Optional.empty();
      }
      if (isUnreserved((char) code)) {
        out.append((char) code);
      } else {
        out.append(path, i, i + 3);
      }
      i += 2;
    }
    return Optional.of(out.toString());
  }

  private static int hex(char high, char low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first * 16 + second;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  private static String withoutDots(String path) {
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return "/" + String.join("/", segments);
  }
}
