package com.plantapop.chat.config;

import com.plantapop.chat.config.ConfigException.Problem;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects what is wrong with the values of a record, for its compact constructor to throw. */
final class SettingRules {
  private static final int QUOTED_LENGTH = 100;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]+");

  /** Of the components, for {@link #compare} to show. */
  private final Map<String, Object> values = new HashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  /** Starts with the bounds of every component; {@code values} are in the order of declaration. */
  static SettingRules bounds(Class<? extends Record> type, Object... values) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length != values.length) {
      throw new IllegalArgumentException(type + " must give all of its components");
    }
    SettingRules rules = new SettingRules();
    for (int i = 0; i < values.length; i++) {
      rules.values.put(components[i].getName(), values[i]);
      if (!components[i].getType().isRecord()) { // a section has been looked at by itself
        rules.requireBounds(components[i], values[i]);
      }
    }
    return rules;
  }

  private void requireBounds(RecordComponent component, Object value) {
    Kind.of(component.getType())
        .boundsProblem(value, component.getAnnotation(Setting.class))
        .ifPresent(text -> require(false, component.getName(), text));
  }

  /**
   * Adds a problem of {@code key} unless the rule holds. Silent when one of the settings involved
   * has a problem already: what follows from a wrong value is noise.
   */
  SettingRules require(boolean holds, String key, String text, String... others) {
    List<String> keys = Stream.concat(Stream.of(key), Stream.of(others)).toList();
    if (!holds && problems.stream().noneMatch(problem -> problem.concerns(keys))) {
      problems.add(new Problem(keys, text));
    }
    return this;
  }

  /** A rule over two components; {@code relation} is what the first must be to the other. */
  SettingRules compare(boolean holds, String key, String relation, String other) {
    String text = "must be %s %s (%s), is %s";
    return require(
        holds, key, text.formatted(relation, other, values.get(other), values.get(key)), other);
  }

  /** That each entry of a list is {@code what}; the first that is not ends the message. */
  SettingRules requireEach(String key, List<String> entries, Predicate<String> holds, String what) {
    Optional<String> other = entries.stream().filter(holds.negate()).findFirst();
    return require(other.isEmpty(), key, "must hold " + what + ", has " + quoted(other.orElse("")));
  }

  /** That the value of {@code host} could be one. */
  SettingRules requireHost(String host) {
    boolean holds = HOST.matcher(host).matches();
    return require(holds, "host", "must be an address or a host name, is " + quoted(host));
  }

  void orThrow() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  static boolean isPath(String text) {
    try {
      return Path.of(text) != null;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** A value as part of a message, not longer than anybody would read. */
  static String quoted(String value) {
    boolean isLong = value.length() > QUOTED_LENGTH;
    return '"' + (isLong ? value.substring(0, QUOTED_LENGTH) + "..." : value) + '"';
  }
}
