package com.plantapop.chat.edge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The one spelling of a request's path that decisions are made on. A router takes many for the same
 * ({@code //eventbus}, {@code /%65ventbus}, {@code /x/../eventbus}, {@code /eventbus/}), and a
 * check that knows only one of them is none.
 */
final class RequestPath {
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** Of a letter, a digit or one of -._~ (RFC 3986 section 2.3). */
  private static final Pattern NEEDLESS_ESCAPE =
      Pattern.compile("%(2[DEde]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])");

  private RequestPath() {}

  /**
   * Without escapes of unreserved characters, dot segments, empty segments and a slash at the end
   * (RFC 3986 section 6.2.2); empty when it is no path or an escape in it is broken.
   */
  static Optional<String> normalized(String path) {
    if (path == null || !path.startsWith("/") || BROKEN_ESCAPE.matcher(path).find()) {
      return Optional.empty();
    }
    String plain = NEEDLESS_ESCAPE.matcher(path).replaceAll(RequestPath::unescaped);
    return Optional.of(withoutDots(plain));
  }

  private static String unescaped(MatchResult escape) {
    return Character.toString(Integer.parseInt(escape.group(1), 16));
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
