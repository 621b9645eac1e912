package com.plantapop.chat.contract;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Says which numbers come back as they were from any JSON reader of ours: whole ones of any size,
 * others when a double keeps them. What would come back different is refused, not altered.
 */
final class JsonNumbers {
  /** What Jackson decodes by default, in digits; longer ones take quadratic time. */
  static final int MAX_LENGTH = 1_000;

  /** So many significant digits survive a double, unless the exponent is extreme. */
  private static final int SAFE_LENGTH = 15;

  private static final Pattern ZERO = Pattern.compile("-?[0.]+(?:[eE]|$)");

  private JsonNumbers() {}

  /**
   * @param text a JSON number with a fraction or an exponent, at most {@link #MAX_LENGTH}
   *     characters
   */
  static boolean isKeptByDouble(String text) {
    boolean plain = text.indexOf('e') < 0 && text.indexOf('E') < 0;
    return (plain && text.length() <= SAFE_LENGTH) || isKept(text, Double.parseDouble(text));
  }

  /** Compares to as many digits as were written: 0.1 is kept, though no double is exactly 0.1. */
  private static boolean isKept(String text, double kept) {
    if (kept == 0 || Double.isInfinite(kept)) {
      return kept == 0 && ZERO.matcher(text).lookingAt();
    }
    BigDecimal written = new BigDecimal(text);
    MathContext digits = new MathContext(written.precision(), RoundingMode.HALF_EVEN);
    return new BigDecimal(kept).round(digits).compareTo(written) == 0;
  }

  /**
   * The number as {@link Json} gives it. One beyond any double was refused by the scan; here it
   * needs to be a number, no more.
   */
  static Number plain(double number) {
    double finite = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
    BigDecimal exact = BigDecimal.valueOf(finite).stripTrailingZeros();
    return exact.scale() > 0 ? exact : whole(exact.toBigInteger());
  }

  private static Number whole(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number;
  }
}
