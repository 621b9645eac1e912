package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads JSON as plain values: maps in the order of their members, lists, strings, numbers, booleans
 * and null. Two of them are equal when JSON Schema says so, since a number is always of one class:
 * the first of Integer, Long and BigInteger that holds it, or BigDecimal when it is not whole.
 */
final class Json {
  /**
   * Member names are not kept in a shared table: whoever sends many would fill it for everyone. The
   * length of numbers is bounded by the scan, which knows where they stand.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
          .build();

  /** The limits with which {@code new JsonObject(text)} reads. */
  static final StreamReadConstraints LIMITS = StreamReadConstraints.defaults();

  /** What Jackson decodes by default, in digits; longer ones take quadratic time. */
  static final int MAX_NUMBER_LENGTH = 1_000;

  /** So many significant digits survive a double, unless the exponent is extreme. */
  private static final int SAFE_DIGITS = 15;

  private static final Pattern ZERO = Pattern.compile("-?[0.]+(?:[eE]|$)");

  private Json() {}

  /** Reads a body that a {@link BodyScan} has passed. */
  static Object read(String body) {
    try (JsonParser parser = FACTORY.createParser(body)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("was scanned, and is not JSON", e);
    }
  }

  /** The value at the parser's current token; the parser is left at its last one. */
  static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> plain(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextFieldName() != null) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (!parser.nextToken().isStructEnd()) {
      list.add(value(parser));
    }
    return list;
  }

  /**
   * Whether a number comes back as it was from any JSON reader: whole ones of any size do, others
   * when a double keeps them. What would come back different is refused, not altered.
   *
   * @param text a JSON number with a fraction or an exponent, at most {@link #MAX_NUMBER_LENGTH}
   *     characters
   */
  static boolean isKeptByDouble(String text) {
    boolean plain = text.indexOf('e') < 0 && text.indexOf('E') < 0;
    return (plain && text.length() <= SAFE_DIGITS) || isKept(text, Double.parseDouble(text));
  }

  /** Compares to as many digits as were written: 0.1 is kept, though no double is exactly 0.1. */
  private static boolean isKept(String text, double kept) {
    if (kept == 0 || Double.isInfinite(kept)) {
      return kept == 0 && ZERO.matcher(text).lookingAt();
    }
    BigDecimal written = new BigDecimal(text);
    MathContext digits = new MathContext(written.precision(), RoundingMode.HALF_EVEN);
    return new BigDecimal(kept).round(digits).compareTo(written) == 0
        || shortest(kept).compareTo(written) == 0;
  }

  /** As other writers print it. Near powers of two that need not be the nearest of its length. */
  private static BigDecimal shortest(double number) {
    return new BigDecimal(NumberOutput.toString(number, true));
  }

  /**
   * The number as {@link #value} gives it. One beyond any double was refused by the scan; here it
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
