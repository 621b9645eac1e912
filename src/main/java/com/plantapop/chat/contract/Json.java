package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
      case VALUE_NUMBER_FLOAT -> JsonNumbers.plain(parser.getDoubleValue());
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
}
