package com.plantapop.chat.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The one way we write a time: RFC 3339 in UTC with milliseconds (design section 10). */
public final class Timestamps {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** What was formatted last: an event's time is written several times in a row. */
  private static volatile Written last = new Written(0, MILLIS.format(Instant.EPOCH));

  private record Written(long millis, String text) {}

  private Timestamps() {}

  /** For example {@code 2026-01-31T12:00:00.123Z}. */
  public static String format(Instant instant) {
    long millis = instant.toEpochMilli();
    Written written = last;
    if (written.millis() != millis) {
      written = new Written(millis, MILLIS.format(instant));
      last = written;
    }
    return written.text();
  }

  /** Milliseconds since 1970 of what was formatted; throws what {@link Instant#parse} throws. */
  public static long millis(String text) {
    Written written = last;
    return written.text().equals(text) ? written.millis() : Instant.parse(text).toEpochMilli();
  }
}
