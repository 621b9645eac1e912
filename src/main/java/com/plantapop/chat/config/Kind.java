package com.plantapop.chat.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The types of settings, and how a file and the environment write them. */
enum Kind {
  NUMBER("a whole number"),
  TRUTH("true or false"),
  TEXT("a string"),
  LIST("a list of strings");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,100}");

  private final String expected;

  Kind(String expected) {
    this.expected = expected;
  }

  static Kind of(Class<?> type) {
    if (type == int.class || type == long.class) {
      return NUMBER;
    }
    if (type == boolean.class) {
      return TRUTH;
    }
    return type == List.class ? LIST : TEXT;
  }

  /** Continues "must be". */
  String expected() {
    return expected;
  }

  /**
   * The value that {@link JsonFile} read, if it is of this kind; a number stays a BigInteger, so
   * that its bounds are compared before it is narrowed.
   */
  Optional<Object> fromJson(Object json) {
    boolean matches =
        switch (this) {
          case NUMBER -> json instanceof BigInteger;
          case TRUTH -> json instanceof Boolean;
          case TEXT -> json instanceof String;
          case LIST -> json instanceof List<?> list && list.stream().allMatch(Kind::isText);
        };
    return matches ? Optional.of(json) : Optional.empty();
  }

  /** The same from an environment variable; the entries of a list are separated by commas. */
  Optional<Object> fromText(String text) {
    String bare = text.strip();
    return switch (this) {
      case NUMBER -> number(bare);
      case TRUTH -> truth(bare);
      case TEXT -> Optional.of(text);
      case LIST -> Optional.of(entries(bare));
    };
  }

  /** Names what stands in the file instead; never a text itself, which may be a secret. */
  static String describe(Object json) {
    if (json == null) {
      return "null";
    }
    if (json instanceof Map) {
      return "an object";
    }
    if (json instanceof List<?> list) {
      return list.stream().allMatch(Kind::isText) ? "a list" : "a list of other things";
    }
    if (json instanceof String) {
      return "a string";
    }
    if (json instanceof BigDecimal) {
      return "a number with a fraction or an exponent";
    }
    return json instanceof Boolean ? json.toString() : "a number";
  }

  private static boolean isText(Object json) {
    return json instanceof String;
  }

  private static Optional<Object> number(String text) {
    return WHOLE_NUMBER.matcher(text).matches()
        ? Optional.of(new BigInteger(text))
        : Optional.empty();
  }

  private static Optional<Object> truth(String text) {
    return text.equals("true") || text.equals("false")
        ? Optional.of(Boolean.valueOf(text))
        : Optional.empty();
  }

  private static List<String> entries(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).toList();
  }
}
