package com.plantapop.chat.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
      case EMAIL -> EmailFormat.accepts(text);
      case DATE_TIME -> DateTimeFormat.accepts(text);
      case DATE -> DateTimeFormat.acceptsDate(text);
    };
  }
}
