package com.plantapop.chat.config;

import com.plantapop.chat.config.ConfigException.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings while they are read: layers are laid over each other, setting by setting, and
 * problems are collected. A value with a problem does not count, so that the others can be judged
 * as if it were not there; what follows from it is not reported.
 */
final class SettingsDraft {
  /** By key, as far as they are not the defaults. */
  private final Map<String, Object> values = new HashMap<>();

  private final Map<String, String> origins = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> suspects = new HashSet<>();

  /** Takes the value of a layer; {@code found} names it where it has the wrong type. */
  void offer(Leaf leaf, Object value, String found, String origin) {
    Optional<String> problem = leaf.kind().problem(value, leaf.setting(), found);
    if (problem.isPresent()) {
      suspects.add(leaf.key());
      reject(leaf.key(), problem.get() + " (" + origin + ")");
    } else {
      values.put(leaf.key(), value);
      origins.put(leaf.key(), origin);
    }
  }

  void reject(String key, String text) {
    problems.add(new Problem(List.of(key), text));
  }

  /** Throws ConfigException with all that was collected and all that the records object to. */
  ChatConfig build() {
    ChatConfig config = obeyRules();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  /** Falls back to the defaults of settings that break a rule, for the rules that come after it. */
  private ChatConfig obeyRules() {
    try {
      return create("", ChatConfig.class, arguments(ChatConfig.class, ""));
    } catch (ConfigException broken) {
      broken.details().forEach(this::rejectRule);
      if (!values.keySet().removeAll(suspects)) {
        throw new IllegalStateException("the defaults are broken", broken);
      }
      return obeyRules();
    }
  }

  /**
   * @param prefix of the keys of its components
   */
  private Object[] arguments(Class<?> type, String prefix) {
    return Stream.of(type.getRecordComponents())
        .map(component -> argument(component.getType(), prefix + component.getName()))
        .toArray();
  }

  private Object argument(Class<?> type, String key) {
    return type.isRecord()
        ? create(key + ".", type, arguments(type, key + "."))
        : values.getOrDefault(key, Leaf.BY_KEY.get(key).byDefault());
  }

  private void rejectRule(Problem problem) {
    List<String> keys = problem.keys();
    if (Collections.disjoint(keys, suspects)) {
      String from =
          keys.stream()
              .map(origins::get)
              .filter(Objects::nonNull)
              .distinct()
              .collect(Collectors.joining(", "));
      problems.add(new Problem(keys, problem.text() + (from.isEmpty() ? "" : " (" + from + ")")));
    }
    suspects.addAll(keys);
  }

  /** With the one constructor of the record; {@code prefix} completes the keys in problems. */
  static <T> T create(String prefix, Class<T> type, Object... arguments) {
    try {
      return type.cast(type.getDeclaredConstructors()[0].newInstance(arguments));
    } catch (ReflectiveOperationException e) {
      throw e.getCause() instanceof ConfigException broken
          ? broken.within(prefix)
          : new IllegalStateException(e);
    }
  }
}
