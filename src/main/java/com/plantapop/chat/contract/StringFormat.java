package com.plantapop.chat.contract;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The formats that are enforced, at any depth. Those of vertx-json-schema are not used: they accept
 * a trailing newline, throw on an empty e-mail and overflow the stack on a long uri.
 */
enum StringFormat {
  /** 8-4-4-4-12 hex digits in any case, of any version; no {@code urn:uuid:}. */
  UUID("uuid"),
  EMAIL("email"),
  DATE_TIME("date-time"),
  /** The calendar date of RFC 3339. */
  DATE("date");

  private static final Pattern UUIDS =
      Pattern.compile("\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}");

  private static final Map<String, StringFormat> BY_WORD = new HashMap<>();

  static {
    for (StringFormat format : values()) {
      BY_WORD.put(format.word, format);
    }
  }

  private final String word;

  StringFormat(String word) {
    this.word = word;
  }

  /** The format that a schema calls {@code word}. */
  static Optional<StringFormat> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /** All that there are, for messages. */
  static String words() {
    return Stream.of(values()).map(StringFormat::word).collect(Collectors.joining(", "));
  }

  /** Its name in a schema. */
  String word() {
    return word;
  }

  boolean accepts(String text) {
    return switch (this) {
      case UUID -> UUIDS.matcher(text).matches();
      case EMAIL -> Mailbox.accepts(text);
      case DATE_TIME -> DateTime.accepts(text);
      case DATE -> DateTime.acceptsDate(text);
    };
  }

  /**
   * Format {@code email}: a mailbox of RFC 5321 as people have them, a dot-atom at a domain of
   * labels.
   *
   * <ul>
   *   <li>ASCII only, as RFC 5321 says; beyond it lies another format, {@code idn-email}.
   *   <li>A domain of one label ({@code ana@localhost}) is accepted: the grammar permits it, and it
   *       exists inside companies.
   *   <li>Quoted local parts and address literals are refused: nobody has them, and they can hide
   *       spaces, quotes and further {@code @} from whoever reads the value.
   * </ul>
   */
  private static final class Mailbox {
    /** RFC 5321, 4.5.3.1.3: a path has 256 octets, two of which are its angle brackets. */
    private static final int MAX_LENGTH = 254;

    private static final int MAX_LOCAL_LENGTH = 64;

    /** Possessive throughout, so that no text makes it back-track. */
    private static final Pattern MAILBOX =
        Pattern.compile(
            "[\\w!#$%&'*+/=?^`{|}~-]++(?:\\.[\\w!#$%&'*+/=?^`{|}~-]++)*+"
                + "@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}+(?<!-))?+"
                + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}+(?<!-))?+)*+");

    private Mailbox() {}

    static boolean accepts(String text) {
      return text.length() <= MAX_LENGTH
          && text.indexOf('@') <= MAX_LOCAL_LENGTH
          && MAILBOX.matcher(text).matches();
    }
  }

  /**
   * Formats {@code date-time} and {@code date}: RFC 3339, with a mandatory offset and dates that
   * exist.
   *
   * <ul>
   *   <li>{@code T} and {@code Z} may be in lower case; a space in place of {@code T} is refused.
   *   <li>The fraction may have any number of digits.
   *   <li>Second 60 is accepted where RFC 3339, 5.7, allows one: at 23:59 UTC on the last day of
   *       June or December.
   * </ul>
   */
  private static final class DateTime {
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

    private DateTime() {}

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
}
