package com.plantapop.chat.contract;

import io.vertx.json.schema.OutputUnit;

/**
 * An error of vertx-json-schema.
 *
 * @param instance where the value stands, as the library writes pointers
 * @param keyword the keyword that it breaks, by the way that led there
 */
record Finding(String instance, String keyword) {

  static Finding of(OutputUnit unit) {
    return new Finding(unit.getInstanceLocation(), unit.getKeywordLocation());
  }

  /** The keyword itself: {@code format}. */
  String word() {
    return keyword.substring(keyword.lastIndexOf('/') + 1);
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
