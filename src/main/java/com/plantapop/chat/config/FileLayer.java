package com.plantapop.chat.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays the settings of one file over a {@link SettingsDraft}. Jackson's streaming parser says where
 * a file is broken and finds a key that is given twice. Vertx-core's JsonObject does neither, and
 * Jackson's databind stops at its first problem and, by being there, has Vert.x use it for all
 * JSON.
 *
 * @param origin the file's path in messages, as the operator knows it
 */
record FileLayer(SettingsDraft draft, String origin) {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();
  private static final List<String> SECTIONS =
      Leaf.BY_KEY.values().stream().map(Leaf::section).distinct().toList();

  void read(Path path) {
    try (InputStream file = Files.newInputStream(path);
        JsonParser json = JSON.createParser(file)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "must be a JSON object");
      }
      object(json, "");
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "must end after the JSON object");
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place =
          at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      draft.reject(origin, place + e.getOriginalMessage());
    } catch (NoSuchFileException e) {
      draft.reject(origin, "there is no such file");
    } catch (IOException e) {
      draft.reject(origin, "cannot be read: " + e);
    }
  }

  /** The root or, with the name and a dot as {@code prefix}, a section. */
  private void object(JsonParser json, String prefix) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = prefix + json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_OBJECT && SECTIONS.contains(key)) {
        object(json, key + ".");
      } else if (isSetting(key, prefix)) {
        Object value = value(json);
        draft.offer(Leaf.BY_KEY.get(key), value, described(token, value), origin);
      } else {
        draft.reject(key, misplaced(key, token) + " (" + origin + ")");
      }
      json.skipChildren();
    }
  }

  /** And not one that is written with dots instead of an object within another. */
  private static boolean isSetting(String key, String prefix) {
    Leaf leaf = Leaf.BY_KEY.get(key);
    return leaf != null && prefix.equals(leaf.section() + ".");
  }

  private static String misplaced(String key, JsonToken token) {
    if (SECTIONS.contains(key)) {
      return "must be an object, is " + described(token, token);
    }
    return Leaf.BY_KEY.containsKey(key)
        ? "must be written as an object within an object"
        : "unknown key; conf/chat.json has all that are known";
  }

  /** As a setting takes it; null stands for what none takes. */
  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case VALUE_STRING -> json.getText();
      case START_ARRAY -> strings(json);
      default -> null;
    };
  }

  private static List<String> strings(JsonParser json) throws IOException {
    List<String> strings = new ArrayList<>();
    boolean others = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      others |= !json.hasToken(JsonToken.VALUE_STRING);
      strings.add(json.getText());
      json.skipChildren();
    }
    return others ? null : strings;
  }

  /** Never with a text itself, which may be a secret. */
  private static String described(JsonToken token, Object value) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> value == null ? "a list of other things" : "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "a number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
      default -> token.asString();
    };
  }
}
