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
}
