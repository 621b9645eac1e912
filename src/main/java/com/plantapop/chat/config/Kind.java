package com.plantapop.chat.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The types of settings, and what is wrong with a value of one. */
enum Kind {
  NUMBER(Number.class, "a whole number", "must be between %d and %d, is %s"),
  TRUTH(Boolean.class, "true or false", ""),
  TEXT(String.class, "a string", "must have %d to %d characters, has %s"),
  LIST(List.class, "a list of strings", "must have %d to %d entries, has %s");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,100}");

  private final Class<?> type;
  private final String expected;
  private final String outOfBounds;

  Kind(Class<?> type, String expected, String outOfBounds) {
    this.type = type;
    this.expected = expected;
    this.outOfBounds = outOfBounds;
  }

  static Kind of(Class<?> type) {
    if (type == boolean.class) {
      return TRUTH;
    }
    return type == String.class ? TEXT : type == List.class ? LIST : NUMBER;
  }

  /** From an environment variable; the text itself when it is of another kind. */
  Object fromText(String text) {
    String bare = text.strip();
    return switch (this) {
      case NUMBER -> WHOLE_NUMBER.matcher(bare).matches() ? number(new BigInteger(bare)) : text;
      case TRUTH -> bare.equals("true") || bare.equals("false") ? bare.equals("true") : text;
      case TEXT -> text;
      case LIST ->
          Stream.of(bare.split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
    };
  }

  /** In the least type that holds it, as Jackson has it and constructors take it. */
  private static Number number(BigInteger exact) {
    if (exact.bitLength() < Integer.SIZE) {
      return exact.intValue();
    }
    return exact.bitLength() < Long.SIZE ? (Number) exact.longValue() : exact;
  }

  /** What is wrong with a value that was read; {@code found} names it when the type is wrong. */
  Optional<String> problem(Object value, Setting bounds, String found) {
    return type.isInstance(value)
        ? boundsProblem(value, bounds)
        : Optional.of("must be " + expected + ", is " + found);
  }

  /** Compares without narrowing: a file may hold numbers beyond any type of ours. */
  Optional<String> boundsProblem(Object value, Setting bounds) {
    Object size =
        switch (this) {
          case NUMBER -> value;
          case TRUTH -> bounds.min();
          case TEXT -> ((String) value).length();
          case LIST -> ((List<?>) value).size();
        };
    BigInteger exact = new BigInteger(size.toString());
    BigInteger min = BigInteger.valueOf(bounds.min());
    BigInteger max = BigInteger.valueOf(bounds.max());
    String shown = exact.bitLength() > Long.SIZE ? "far beyond" : size.toString();
    return exact.max(min).min(max).equals(exact)
        ? Optional.empty()
        : Optional.of(outOfBounds.formatted(min, max, shown));
  }
}
