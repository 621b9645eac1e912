package com.plantapop.chat.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings while they are read: layers are laid over each other, setting by setting, and
 * problems are collected. A value with a problem does not count, so that the others can be judged
 * as if it were not there; what follows from it is not reported.
 */
final class Draft {
  private record Sourced(Object value, String origin) {}

  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> suspects = new HashSet<>();
  private final Map<String, Sourced> values = new HashMap<>();
  private Map<String, Sourced> defaults = Map.of();

  /** What was laid so far are the defaults. */
  void endDefaults() {
    defaults = Map.copyOf(values);
  }

  /** Takes the value of a layer; empty when it has the wrong type, being {@code found} instead. */
  void offer(Leaf leaf, Optional<Object> value, String found, String origin) {
    Optional<String> problem =
        value.isEmpty()
            ? Optional.of("must be " + leaf.kind().expected() + ", is " + found)
            : Bounds.problem(leaf.component(), value.get());
    if (problem.isPresent()) {
      suspects.add(leaf.key());
      reject(leaf.key(), problem.get(), origin);
    } else {
      values.put(leaf.key(), new Sourced(value.get(), origin));
    }
  }

  void reject(String key, String text, String origin) {
    reject(key, text + " (" + origin + ")");
  }

  void reject(String key, String text) {
    problems.add(new Problem(List.of(key), text));
  }

  /** Throws ConfigException with all that was collected and all that the records object to. */
  ChatConfig build() {
    Object[] sections = Leaf.sections().map(this::section).toArray();
    ChatConfig config = null;
    try {
      config = Records.create(ChatConfig.class, sections);
    } catch (ConfigException broken) {
      broken.details().forEach(this::rejectRule);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  /** Falls back to the defaults of settings that break a rule, for the rules that come after it. */
  private Object section(RecordComponent section) {
    List<Leaf> leaves = Leaf.of(section).toList();
    while (true) {
      try {
        return Records.create(section.getType(), values(leaves));
      } catch (ConfigException broken) {
        broken.details().forEach(problem -> rejectRule(within(section.getName(), problem)));
        if (!fallBack(leaves)) {
          throw new IllegalStateException("the defaults are broken", broken);
        }
      }
    }
  }

  private Object[] values(List<Leaf> leaves) {
    return leaves.stream().map(leaf -> values.get(leaf.key()).value()).toArray();
  }

  private static Problem within(String section, Problem problem) {
    List<String> keys = problem.keys().stream().map(key -> section + "." + key).toList();
    return new Problem(keys, problem.text());
  }

  private void rejectRule(Problem problem) {
    if (problem.keys().stream().noneMatch(suspects::contains)) {
      problems.add(new Problem(problem.keys(), problem.text() + origins(problem.keys())));
    }
    suspects.addAll(problem.keys());
  }

  /** Where the values came from that break a rule together. */
  private String origins(List<String> keys) {
    String origins =
        keys.stream()
            .map(values::get)
            .filter(value -> !defaults.containsValue(value))
            .map(Sourced::origin)
            .distinct()
            .collect(Collectors.joining(", "));
    return origins.isEmpty() ? "" : " (" + origins + ")";
  }

  /** Whether that changed anything. */
  private boolean fallBack(List<Leaf> leaves) {
    boolean changed = false;
    for (Leaf leaf : leaves) {
      if (suspects.contains(leaf.key())) {
        Sourced standard = defaults.get(leaf.key());
        changed |= !standard.equals(values.put(leaf.key(), standard));
      }
    }
    return changed;
  }
}
