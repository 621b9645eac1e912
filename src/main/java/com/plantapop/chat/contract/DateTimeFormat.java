package com.plantapop.chat.contract;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.Set;

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
  private static final int DATE_LENGTH = 10;

  /** Up to the seconds: {@code 2019-08-24T14:15:22}. */
  private static final int SECONDS_END = 19;

  private static final int OFFSET_LENGTH = 6;
  private static final int BAD = -1;
  private static final Set<MonthDay> LEAP_DAYS = Set.of(MonthDay.of(6, 30), MonthDay.of(12, 31));

  private final String text;

  private DateTimeFormat(String text) {
    this.text = text;
  }

  static boolean accepts(String text) {
    return text.length() > SECONDS_END && new DateTimeFormat(text).isDateTime();
  }

  static boolean acceptsDate(String text) {
    return text.length() == DATE_LENGTH && new DateTimeFormat(text).isDate();
  }

  private boolean isDate() {
    int year = digits(0, 4, 9999);
    int month = digits(5, 2, 12);
    int day = digits(8, 2, 31);
    return year >= 0
        && month >= 1
        && day >= 1
        && isAt(4, '-')
        && isAt(7, '-')
        && (day <= 28 || day <= LocalDate.of(year, month, 1).lengthOfMonth());
  }

  private boolean isDateTime() {
    int second = digits(17, 2, 60);
    boolean isTime =
        isDate()
            && (isAt(DATE_LENGTH, 'T') || isAt(DATE_LENGTH, 't'))
            && digits(11, 2, 23) >= 0
            && isAt(13, ':')
            && digits(14, 2, 59) >= 0
            && isAt(16, ':')
            && second >= 0;
    int zone = isTime ? fractionEnd() : BAD;
    return zone != BAD && isZone(zone) && (second < 60 || isLeapSecond(zone));
  }

  /** Where the fraction ends, when there is one, else where it would stand. */
  private int fractionEnd() {
    if (!isAt(SECONDS_END, '.')) {
      return SECONDS_END;
    }
    int end = SECONDS_END + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end > SECONDS_END + 1 ? end : BAD;
  }

  private boolean isZone(int at) {
    if (text.length() == at + 1) {
      return isAt(at, 'Z') || isAt(at, 'z');
    }
    return text.length() == at + OFFSET_LENGTH
        && (isAt(at, '+') || isAt(at, '-'))
        && digits(at + 1, 2, 23) >= 0
        && isAt(at + 3, ':')
        && digits(at + 4, 2, 59) >= 0;
  }

  private boolean isLeapSecond(int zone) {
    try {
      LocalDateTime utc =
          LocalDateTime.parse(text.substring(0, 16).replace('t', 'T')).minusMinutes(offset(zone));
      return LEAP_DAYS.contains(MonthDay.from(utc)) && utc.getHour() == 23 && utc.getMinute() == 59;
    } catch (DateTimeException outOfRange) {
      return false;
    }
  }

  /** In minutes. */
  private int offset(int zone) {
    if (text.length() == zone + 1) {
      return 0;
    }
    int minutes = digits(zone + 1, 2, 23) * 60 + digits(zone + 4, 2, 59);
    return isAt(zone, '-') ? -minutes : minutes;
  }

  /** The number that {@code count} digits of the text make; BAD for others and above max. */
  private int digits(int from, int count, int max) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text.charAt(i))) {
        return BAD;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number <= max ? number : BAD;
  }

  private boolean isAt(int index, char c) {
    return text.charAt(index) == c;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
