package com.plantapop.chat.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lays the settings of one file over a {@link Draft}. */
final class FileLayer {
  private static final String PACKAGED = "/conf/chat.json";
  private static final List<String> SECTIONS =
      Leaf.sections().map(RecordComponent::getName).toList();
  private static final List<String> KEYS =
      Stream.concat(SECTIONS.stream(), Leaf.BY_KEY.keySet().stream()).toList();

  private final Draft draft;
  private final String origin;

  private FileLayer(Draft draft, String origin) {
    this.draft = draft;
    this.origin = origin;
  }

  /** The defaults: the copy of {@code conf/chat.json} in the jar. */
  static void packaged(Draft draft) {
    try (InputStream file = FileLayer.class.getResourceAsStream(PACKAGED)) {
      new FileLayer(draft, "packaged conf/chat.json").root(JsonFile.parse(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the packaged conf/chat.json cannot be read", e);
    }
  }

  /** {@code shown} is the path in messages, as the operator knows it. */
  static void read(Draft draft, Path path, String shown) {
    Map<String, Object> root;
    try (InputStream file = Files.newInputStream(path)) {
      root = JsonFile.parse(file);
    } catch (JsonProcessingException e) {
      draft.reject(shown, location(e) + e.getOriginalMessage());
      return;
    } catch (NoSuchFileException e) {
      draft.reject(shown, "there is no such file");
      return;
    } catch (IOException e) {
      draft.reject(shown, "cannot be read: " + e);
      return;
    }
    new FileLayer(draft, shown).root(root);
  }

  private static String location(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
  }

  private void root(Map<String, Object> root) {
    root.forEach(this::section);
  }

  private void section(String name, Object content) {
    if (Leaf.BY_KEY.containsKey(name)) {
      draft.reject(name, "must be written as an object within an object", origin);
    } else if (!SECTIONS.contains(name)) {
      draft.reject(name, "unknown key; did you mean " + Nearest.to(name, KEYS) + "?", origin);
    } else if (content instanceof Map<?, ?> settings) {
      settings.forEach((key, value) -> setting(name + "." + key, value));
    } else {
      draft.reject(name, "must be an object, is " + Kind.describe(content), origin);
    }
  }

  private void setting(String key, Object json) {
    Leaf leaf = Leaf.BY_KEY.get(key);
    if (leaf == null) {
      draft.reject(key, "unknown key; did you mean " + Nearest.to(key, KEYS) + "?", origin);
    } else {
      draft.offer(leaf, leaf.kind().fromJson(json), Kind.describe(json), origin);
    }
  }
}
