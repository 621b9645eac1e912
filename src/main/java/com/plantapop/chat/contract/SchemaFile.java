package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.plantapop.chat.event.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A schema as it was written.
 *
 * @param shown the file as messages name it
 * @param root its one object
 */
record SchemaFile(String shown, Map<String, Object> root) {
  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /**
   * Throws ContractException when it is missing or does not hold one JSON object, or a number that
   * JSON readers change.
   */
  static SchemaFile read(SchemaSource source, String file) {
    String shown = source.shown(file);
    String text = source.read(file);
    try (JsonParser parser = STRICT.createParser(text)) {
      SchemaFile schema = new SchemaFile(shown, root(parser));
      BodyScan.of(text, new BodyScan.Watch()).violations().refuse();
      return schema;
    } catch (Refusal e) {
      throw new ContractException(shown, e.getMessage());
    } catch (StreamConstraintsException e) {
      throw new ContractException(shown, e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      throw new ContractException(shown, where + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("from a string", e);
    }
  }

  @SuppressWarnings("unchecked") // what an object is read as
  private static Map<String, Object> root(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(parser, "must be a JSON object");
    }
    Map<String, Object> root = (Map<String, Object>) Json.value(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "must end after the JSON object");
    }
    return root;
  }

  /** A problem of this file, at a JSON pointer. */
  ContractException problem(String pointer, String text) {
    return new ContractException(shown, pointer.isEmpty() ? text : pointer + ": " + text);
  }

  /** What a pointer leads to, null when it leads nowhere. */
  Object at(String pointer) {
    return Pointers.at(pointer, root);
  }
}
