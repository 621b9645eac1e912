package com.plantapop.chat.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a SockJS client sends: a JSON array of strings, or one string. */
final class SockJsMessages {
  /** Of a frame or post: a string in memory takes some twenty times what an empty one is here. */
  private static final int MOST = 1_024;

  private SockJsMessages() {}

  /**
   * The messages of a frame; empty when it is no such array or too long. An empty frame has none.
   */
  static Optional<List<String>> read(String frame) {
    if (frame.isEmpty()) {
      return Optional.of(List.of());
    }
    try (JsonParser parser = FrameReader.JSON.createParser(frame)) {
      return readAll(parser);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> readAll(JsonParser parser) throws IOException {
    List<String> messages = new ArrayList<>(1);
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_ARRAY) {
      for (token = parser.nextToken();
          token == JsonToken.VALUE_STRING && messages.size() < MOST;
          token = parser.nextToken()) {
        messages.add(JsonText.escapeLoneSurrogates(parser.getText()));
      }
      return token == JsonToken.END_ARRAY && parser.nextToken() == null
          ? Optional.of(messages)
          : Optional.empty();
    }
    if (token != JsonToken.VALUE_STRING) {
      return Optional.empty();
    }
    messages.add(JsonText.escapeLoneSurrogates(parser.getText()));
    return parser.nextToken() == null ? Optional.of(messages) : Optional.empty();
  }
}
