package com.plantapop.chat.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The one way we write a time: RFC 3339 in UTC with milliseconds (design section 10). */
public final class Timestamps {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** For example {@code 2026-01-31T12:00:00.123Z}. */
  public static String format(Instant instant) {
    return MILLIS.format(instant);
  }
}
