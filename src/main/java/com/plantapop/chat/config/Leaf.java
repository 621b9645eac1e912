package com.plantapop.chat.config;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One setting and its names. All of them are found by walking the records, so that a new component
 * is known to files, environment and messages without another line.
 *
 * @param section what holds it, as the file has it: {@code http}, or {@code auth.jwt} for one
 *     within another
 * @param component of the record of that section
 */
record Leaf(String section, RecordComponent component) {
  static final String VARIABLE_PREFIX = "CHAT_";

  /** By key, in the order of declaration. */
  static final Map<String, Leaf> BY_KEY =
      Stream.of(ChatConfig.class.getRecordComponents())
          .flatMap(section -> of(section.getName(), section.getType()))
          .collect(Collectors.toMap(Leaf::key, leaf -> leaf, (a, b) -> a, LinkedHashMap::new));

  /** As in the file: {@code http.maxConnections}. */
  String key() {
    return section + "." + component.getName();
  }

  /** In the environment: {@code CHAT_HTTP_MAX_CONNECTIONS}. */
  String variable() {
    String words = key().replaceAll("([A-Z])", "_$1").replace('.', '_');
    return VARIABLE_PREFIX + words.toUpperCase(Locale.ROOT);
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

  /** Of a section and those within it. */
  private static Stream<Leaf> of(String section, Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component ->
                component.getType().isRecord()
                    ? of(section + "." + component.getName(), component.getType())
                    : Stream.of(new Leaf(section, component)));
  }
}
