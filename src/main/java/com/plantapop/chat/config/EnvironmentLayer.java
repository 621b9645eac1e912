package com.plantapop.chat.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lays environment variables over a {@link Draft}. Every variable that begins with {@code CHAT_}
 * must be known, since a misspelt one would otherwise be ignored in silence; except {@link
 * ServiceLinks} and those that begin with {@code CHAT_TEST_}, which belong to the tests.
 */
final class EnvironmentLayer {
  static final String PREFIX = "CHAT_";

  private static final String TESTS = "CHAT_TEST_";

  /** Read by conf/logback.xml, before there is a configuration. */
  private static final String LOG_LEVEL = "CHAT_LOG_LEVEL";

  /** Checked here, since logback takes DEBUG for what it does not know. */
  private static final Set<String> LOG_LEVELS =
      Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OFF");

  private static final Map<String, Leaf> BY_VARIABLE =
      Leaf.BY_KEY.values().stream().collect(Collectors.toMap(Leaf::variable, leaf -> leaf));

  private EnvironmentLayer() {}

  static void read(Draft draft, Map<String, String> environment) {
    new TreeMap<>(environment).forEach((variable, value) -> variable(draft, variable, value));
  }

  private static void variable(Draft draft, String variable, String value) {
    if (!variable.startsWith(PREFIX)
        || variable.startsWith(TESTS)
        || ServiceLinks.isOne(variable, value)) {
      return;
    }
    Leaf leaf = BY_VARIABLE.get(variable);
    if (leaf != null) {
      draft.offer(leaf, leaf.kind().fromText(value), Rules.quoted(value), variable);
    } else if (!variable.equals(LOG_LEVEL)) {
      String nearest = Nearest.to(variable, BY_VARIABLE.keySet());
      draft.reject(variable, "unknown variable; did you mean " + nearest + "?");
    } else if (!LOG_LEVELS.contains(value.toUpperCase(Locale.ROOT))) {
      draft.reject(variable, "must be one of ERROR, WARN, INFO, DEBUG, TRACE, OFF");
    }
  }
}
