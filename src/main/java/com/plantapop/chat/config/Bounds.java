package com.plantapop.chat.config;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Compares a value with what its {@link Setting} allows. */
final class Bounds {
  private Bounds() {}

  /** What is wrong with {@code value}: a number, a text, a list, or a boolean, which is fine. */
  static Optional<String> problem(RecordComponent component, Object value) {
    Setting setting = component.getAnnotation(Setting.class);
    if (value instanceof String text) {
      return problem(setting, text.length(), "must have %d to %d characters, has %s");
    }
    if (value instanceof List<?> list) {
      return problem(setting, list.size(), "must have %d to %d entries, has %s");
    }
    if (value instanceof Number number) {
      return problem(setting, number, "must be between %d and %d, is %s");
    }
    return Optional.empty();
  }

  /** Compares without narrowing: a file may hold numbers beyond any type of ours. */
  private static Optional<String> problem(Setting setting, Number size, String text) {
    BigInteger exact = new BigInteger(size.toString());
    boolean within =
        exact.compareTo(BigInteger.valueOf(setting.min())) >= 0
            && exact.compareTo(BigInteger.valueOf(setting.max())) <= 0;
    return within
        ? Optional.empty()
        : Optional.of(text.formatted(setting.min(), setting.max(), shortened(exact)));
  }

  private static String shortened(BigInteger number) {
    return number.bitLength() <= Long.SIZE ? number.toString() : "far beyond";
  }
}
