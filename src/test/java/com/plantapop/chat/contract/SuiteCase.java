package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema of the JSON-Schema-Test-Suite and its instances, all in the very text of the file, so
 * that no number is read before the code under test reads it.
 */
record SuiteCase(String description, String schema, List<Instance> instances) {

  record Instance(String description, String text, boolean valid) {}

  static List<SuiteCase> read(Path file) {
    try {
      return children(Files.readString(file)).values().stream().map(SuiteCase::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SuiteCase of(String text) {
    Map<String, String> members = children(text);
    List<Instance> instances =
        children(members.get("tests")).values().stream().map(SuiteCase::instance).toList();
    return new SuiteCase(members.get("description"), members.get("schema"), instances);
  }

  private static Instance instance(String text) {
    Map<String, String> members = children(text);
    return new Instance(
        members.get("description"), members.get("data"), members.get("valid").equals("true"));
  }

  /** The texts of an object's members by name, or of an array's items by number. */
  private static Map<String, String> children(String json) {
    Map<String, String> children = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      while (!parser.nextToken().isStructEnd()) {
        boolean isMember = parser.currentToken() == JsonToken.FIELD_NAME;
        String name = isMember ? parser.currentName() : String.valueOf(children.size());
        if (isMember) {
          parser.nextToken();
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.finishToken();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getCharOffset();
        children.put(name, json.substring(start, end));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return children;
  }
}
