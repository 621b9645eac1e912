package com.plantapop.chat.contract;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.YearMonth;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats {@code date-time} and {@code date}: RFC 3339, with a mandatory offset and dates that
 * exist.
 *
 * <ul>
 *   <li>{@code T} and {@code Z} may be in lower case; a space in place of {@code T} is refused.
 *   <li>The fraction may have any number of digits.
 *   <li>Second 60 is accepted where RFC 3339, 5.7, allows one: at 23:59 UTC on the last day of June
 *       or December.
 * </ul>
 */
final class DateTimeFormat {
  private static final Pattern DATE =
      Pattern.compile("([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");

  /** Possessive where it is long, so that no text makes it back-track. */
  private static final Pattern DATE_TIME =
      Pattern.compile(
          DATE
              + "[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\\.[0-9]++)?+"
              + "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");

  private static final Set<MonthDay> LEAP_DAYS = Set.of(MonthDay.of(6, 30), MonthDay.of(12, 31));
  private static final LocalTime LEAP_MINUTE = LocalTime.of(23, 59);

  private DateTimeFormat() {}

  static boolean accepts(String text) {
    Matcher time = DATE_TIME.matcher(text);
    return time.matches() && exists(time) && (number(time, 6) < 60 || isLeapSecond(time));
  }

  static boolean acceptsDate(String text) {
    Matcher date = DATE.matcher(text);
    return date.matches() && exists(date);
  }

  private static boolean exists(Matcher date) {
    int day = number(date, 3);
    return day <= 28 || YearMonth.of(number(date, 1), number(date, 2)).isValidDay(day);
  }

  private static boolean isLeapSecond(Matcher time) {
    LocalDateTime local =
        LocalDateTime.of(
            number(time, 1), number(time, 2), number(time, 3), number(time, 4), number(time, 5));
    LocalDateTime utc = local.minusMinutes(offset(time));
    return LEAP_DAYS.contains(MonthDay.from(utc)) && utc.toLocalTime().equals(LEAP_MINUTE);
  }

  /** In minutes. */
  private static int offset(Matcher time) {
    if (time.group(7) == null) {
      return 0;
    }
    int minutes = number(time, 8) * 60 + number(time, 9);
    return time.group(7).equals("-") ? -minutes : minutes;
  }

  private static int number(Matcher time, int group) {
    return Integer.parseInt(time.group(group));
  }
}
