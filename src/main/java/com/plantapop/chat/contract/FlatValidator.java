package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.JsonToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges from the scan alone, without decoding the body: the short way for schemas as plain as the
 * customer's, whose properties are strings with or without a format. It says what the {@link Rule}s
 * would; a test holds the two together.
 */
final class FlatValidator implements PayloadSchema.Judge {
  private static final Set<String> OF_ROOT =
      Set.of("type", "properties", "additionalProperties", "required", "$id");
  private static final Set<String> OF_PROPERTY = Set.of("type", "format");

  private final List<String> required;
  private final Map<String, Optional<StringFormat>> properties = new LinkedHashMap<>();

  private FlatValidator(Map<String, Object> root) {
    this.required = required(root);
    properties(root).forEach(this::addProperty);
  }

  /** The judge, unless the schema says more than this class understands. */
  static Optional<FlatValidator> of(SchemaFile file) {
    Map<String, Object> root = file.root();
    boolean isFlat =
        says(root, OF_ROOT)
            && Boolean.TRUE.equals(root.getOrDefault("additionalProperties", true))
            && properties(root).values().stream().allMatch(FlatValidator::isFlat);
    return isFlat ? Optional.of(new FlatValidator(root)) : Optional.empty();
  }

  private static boolean isFlat(Object property) {
    return property instanceof Map<?, ?> rules
        && says(rules, OF_PROPERTY)
        && "string".equals(rules.get("type"));
  }

  private static boolean says(Map<?, ?> schema, Set<String> only) {
    return schema.keySet().stream()
        .map(String.class::cast)
        .allMatch(keyword -> only.contains(keyword) || SchemaCompiler.isAnnotation(keyword));
  }

  private static Map<?, ?> properties(Map<String, Object> root) {
    return (Map<?, ?>) root.getOrDefault("properties", Map.of());
  }

  private static List<String> required(Map<String, Object> root) {
    List<?> names = (List<?>) root.getOrDefault("required", List.of());
    return names.stream().map(String.class::cast).toList();
  }

  private void addProperty(Object name, Object rules) {
    Object format = ((Map<?, ?>) rules).get("format");
    properties.put(
        (String) name,
        Optional.ofNullable(format).map(String.class::cast).flatMap(StringFormat::of));
  }

  /** Has the members watched that the judge asks for. */
  void watch(BodyScan.Watch watch) {
    required.forEach(watch::token);
    properties.forEach((name, format) -> watch(watch, name, format.isPresent()));
  }

  private static void watch(BodyScan.Watch watch, String name, boolean text) {
    if (text) {
      watch.text(name);
    } else {
      watch.token(name);
    }
  }

  @Override
  public void judge(BodyScan body, Violations found) {
    for (String name : required) {
      if (body.token(name) == null) {
        found.add(Pointers.child("", name), "present");
      }
    }
    properties.forEach((name, format) -> judge(body, name, format, found));
  }

  private static void judge(
      BodyScan body, String name, Optional<StringFormat> format, Violations found) {
    JsonToken token = body.token(name);
    if (token == null) {
      return;
    }
    if (token != JsonToken.VALUE_STRING) {
      found.add(Pointers.child("", name), "string");
    } else if (format.isPresent() && !format.get().accepts(body.text(name))) {
      found.add(Pointers.child("", name), format.get().word());
    }
  }
}
