package com.plantapop.chat.config;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One setting and its names. All of them are found by walking the records, so that a new component
 * is known to files, environment and messages without another line.
 *
 * @param section the component of {@link ChatConfig} that holds it
 * @param component the component of that section
 */
record Leaf(String section, RecordComponent component) {
  static final String VARIABLE_PREFIX = "CHAT_";

  /** By key, in the order of declaration. */
  static final Map<String, Leaf> BY_KEY =
      sections()
          .flatMap(Leaf::of)
          .collect(Collectors.toMap(Leaf::key, leaf -> leaf, (a, b) -> a, LinkedHashMap::new));

  /** As in the file: {@code http.maxConnections}. */
  String key() {
    return section + "." + component.getName();
  }

  /** In the environment: {@code CHAT_HTTP_MAX_CONNECTIONS}. */
  String variable() {
    String words = component.getName().replaceAll("([A-Z])", "_$1");
    return VARIABLE_PREFIX + (section + "_" + words).toUpperCase(Locale.ROOT);
  }

  Kind kind() {
    return Kind.of(component.getType());
  }

  Setting setting() {
    return component.getAnnotation(Setting.class);
  }

  Object byDefault() {
    return kind().fromText(setting().byDefault());
  }

  static Stream<RecordComponent> sections() {
    return Stream.of(ChatConfig.class.getRecordComponents());
  }

  static Stream<Leaf> of(RecordComponent section) {
    return Stream.of(section.getType().getRecordComponents())
        .map(component -> new Leaf(section.getName(), component));
  }

  /**
   * The one of the {@code known} names that somebody probably meant. The last word counts first:
   * the right word in the wrong section is nearer than a wrong word in the right one.
   */
  static String nearest(String name, Collection<String> known) {
    Comparator<String> byLastWord =
        Comparator.comparingInt(each -> edits(lastWord(name), lastWord(each)));
    return known.stream().min(byLastWord.thenComparingInt(each -> edits(name, each))).orElseThrow();
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance, one row of its table at a time. */
  private static int edits(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
