package com.plantapop.chat.contract;

import io.vertx.core.json.JsonArray;

/** What a keyword of a schema demands, in a few words. */
final class Expectation {
  private static final int MAX_LISTED_LENGTH = 60;

  private Expectation() {}

  /**
   * @param keyword a keyword of draft-07
   * @param value its value in the compiled schema
   */
  static String of(String keyword, Object value) {
    return switch (keyword) {
      case "type" -> value instanceof JsonArray types ? types(types) : value.toString();
      case "format" -> ((String) value).substring(SchemaCompiler.FORMAT_PREFIX.length());
      case "required" -> "present";
      case "properties", "patternProperties", "additionalProperties", "$ref" -> "absent";
      case "enum" -> listed("one of ", (JsonArray) value);
      case "const" -> listed("", new JsonArray().add(value));
      case "minLength" -> "at least " + value + " characters";
      case "maxLength" -> "at most " + value + " characters";
      case "minimum" -> "at least " + value;
      case "maximum" -> "at most " + value;
      case "exclusiveMinimum" -> "more than " + value;
      case "exclusiveMaximum" -> "less than " + value;
      case "multipleOf" -> "multiple of " + value;
      case "minItems" -> "at least " + value + " items";
      case "maxItems" -> "at most " + value + " items";
      case "items", "additionalItems" -> "fewer items";
      case "uniqueItems" -> "no item twice";
      case "contains" -> "a certain item";
      case "minProperties" -> "at least " + value + " members";
      case "maxProperties" -> "at most " + value + " members";
      case "propertyNames" -> "other member names";
      case "anyOf" -> "one of several forms";
      case "oneOf" -> "exactly one of several forms";
      case "not" -> "another form";
      default -> keyword;
    };
  }

  private static String types(JsonArray types) {
    return String.join(" or ", types.stream().map(Object::toString).toList());
  }

  /** The values themselves when they are short. */
  private static String listed(String start, JsonArray values) {
    String text = values.encode();
    boolean isShort = text.length() <= MAX_LISTED_LENGTH;
    return isShort ? start + text.substring(1, text.length() - 1) : "a value that is listed";
  }
}
