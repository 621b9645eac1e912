package com.plantapop.chat.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects what is wrong with the values of a record, for its compact constructor to throw. */
final class Rules {
  private static final int QUOTED_LENGTH = 100;

  private final List<Problem> problems = new ArrayList<>();

  /** Starts with the bounds of every component; {@code values} are in the order of declaration. */
  static Rules bounds(Class<? extends Record> type, Object... values) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length != values.length) {
      throw new IllegalArgumentException(type + " must give all of its components");
    }
    Rules rules = new Rules();
    for (int i = 0; i < values.length; i++) {
      String key = components[i].getName();
      Bounds.problem(components[i], values[i]).ifPresent(text -> rules.add(List.of(key), text));
    }
    return rules;
  }

  /**
   * Adds a problem of {@code key} unless the rule holds. Silent when one of the settings involved
   * has a problem already: what follows from a wrong value is noise.
   */
  Rules require(boolean holds, String key, String text, String... others) {
    List<String> keys = Stream.concat(Stream.of(key), Stream.of(others)).toList();
    if (!holds && keys.stream().noneMatch(this::hasProblem)) {
      add(keys, text);
    }
    return this;
  }

  void orThrow() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** A value as part of a message, not longer than anybody would read. */
  static String quoted(String value) {
    boolean isLong = value.length() > QUOTED_LENGTH;
    return '"' + (isLong ? value.substring(0, QUOTED_LENGTH) + "..." : value) + '"';
  }

  private boolean hasProblem(String key) {
    return problems.stream().anyMatch(problem -> problem.keys().contains(key));
  }

  private void add(List<String> keys, String text) {
    problems.add(new Problem(keys, text));
  }
}
