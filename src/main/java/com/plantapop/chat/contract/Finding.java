package com.plantapop.chat.contract;

import io.vertx.json.schema.OutputUnit;

/**
 * An error of vertx-json-schema.
 *
 * @param instance where the value stands, as the library writes pointers
 * @param keyword the keyword that it breaks, by the way that led there
 * @param message the library's; of a format, what {@link LibraryValidator} said
 */
record Finding(String instance, String keyword, String message) {

  static Finding of(OutputUnit unit) {
    return new Finding(unit.getInstanceLocation(), unit.getKeywordLocation(), unit.getError());
  }

  /** The keyword itself: {@code format}. */
  String word() {
    return keyword.substring(keyword.lastIndexOf('/') + 1);
  }

  /** What it demands, in a few words. */
  String expected() {
    return switch (word()) {
      case "properties", "patternProperties", "additionalProperties", "$ref" -> "absent";
      case "items", "additionalItems" -> "fewer items";
      case "contains" -> "a certain item";
      case "propertyNames" -> "other member names";
      case "anyOf" -> "one of several forms";
      case "oneOf" -> "exactly one of several forms";
      default -> "another form";
    };
  }

  /** The schema that the keyword stands in, applied to this value. */
  String schema() {
    return parent() + ' ' + instance;
  }

  /** Whether this was found on the way down from {@code other}. */
  boolean isWithin(Finding other) {
    if (other.word().equals("if")) {
      return keyword.startsWith(other.parent() + "/then/")
          || keyword.startsWith(other.parent() + "/else/");
    }
    return keyword.startsWith(other.keyword + "/");
  }

  private String parent() {
    return keyword.substring(0, keyword.lastIndexOf('/'));
  }
}
