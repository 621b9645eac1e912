package com.plantapop.chat.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.plantapop.chat.event.Refusal;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads one frame. Never throws: a frame that breaks the protocol comes back with its problem and
 * with as much of its addresses as could be read, so that the refusal reaches the right callback
 * (G6). The body is not decoded: its text is cut out as it stands.
 */
final class FrameReader {
  /** A reply address is a name that the client made up; we send it back, so it is bounded. */
  private static final int MAX_REPLY_ADDRESS = 200;

  /**
   * Nothing here recurses or keeps what it skips, and the frame's size is bounded before, so the
   * library's own limits would only keep us from finding the reply address behind a hostile body.
   * Names are not interned: the table would be filled by strangers.
   */
  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final String text;
  private final Set<String> seen = new HashSet<>();
  private String type;
  private String address;
  private String replyAddress;
  private Map<String, String> headers = Map.of();
  private String body;
  private Refusal problem;

  private FrameReader(String text) {
    this.text = text;
  }

  static Frame read(String text) {
    FrameReader reader = new FrameReader(text);
    try (JsonParser parser = JSON.createParser(text)) {
      reader.readFrame(parser);
    } catch (IOException notJson) {
      // What came before is known, and who waits at one of those addresses is told there.
      reader.blame("not JSON");
    }
    return reader.frame();
  }

  private Frame frame() {
    Frame.Type known = null;
    if (type == null) {
      blame("type: must be a string");
    } else {
      known = typeOf(type);
    }
    return new Frame(known, address, replyAddress, headers, body, problem);
  }

  private Frame.Type typeOf(String name) {
    return switch (name) {
      case "ping" -> Frame.Type.PING;
      case "register" -> Frame.Type.REGISTER;
      case "unregister" -> Frame.Type.UNREGISTER;
      case "send" -> Frame.Type.SEND;
      case "publish" -> Frame.Type.PUBLISH;
      default -> {
        blame("type: must be send, publish, register, unregister or ping");
        yield null;
      }
    };
  }

  /** The first problem is the one that is told. */
  private void blame(String message) {
    if (problem == null) {
      problem = Refusal.malformed(message);
    }
  }

  private void readFrame(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      blame(first == null ? "not JSON" : "a frame is a JSON object");
      parser.skipChildren();
    } else {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        readMember(parser);
      }
    }
    if (parser.nextToken() != null) {
      blame("a frame is one JSON object");
    }
  }

  /** What is null is absent; of what stands twice the first one says who is told. */
  private void readMember(JsonParser parser) throws IOException {
    String name = parser.currentName();
    JsonToken value = parser.nextToken();
    if (!seen.add(name)) {
      parser.skipChildren();
      blame(shorten(name) + ": stands twice");
    } else if (value != JsonToken.VALUE_NULL) {
      readMember(parser, name, value);
    }
  }

  private void readMember(JsonParser parser, String name, JsonToken value) throws IOException {
    switch (name) {
      case "type" -> type = string(parser, value, "type");
      case "address" -> address = string(parser, value, "address");
      case "replyAddress" -> readReplyAddress(parser, value);
      case "headers" -> readHeaders(parser, value);
      case "body" -> readBody(parser, value);
      default -> parser.skipChildren();
    }
  }

  private String string(JsonParser parser, JsonToken value, String name) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    blame(name + ": must be a string");
    return null;
  }

  private void readReplyAddress(JsonParser parser, JsonToken value) throws IOException {
    replyAddress = string(parser, value, "replyAddress");
    if (replyAddress != null && replyAddress.length() > MAX_REPLY_ADDRESS) {
      replyAddress = null;
      blame("replyAddress: must have at most " + MAX_REPLY_ADDRESS + " characters");
    }
  }

  private void readHeaders(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      blame("headers: must be an object");
      return;
    }
    // As on the bus and over HTTP, where their case means nothing.
    headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token.isScalarValue()) {
        put(name, token, parser.getText());
      } else {
        parser.skipChildren();
        blame("headers." + shorten(name) + ": must be a string, number or boolean");
      }
    }
  }

  private void put(String header, JsonToken token, String text) {
    // Of two tokens, a proxy or a library before us may have looked at the other one.
    if (token != JsonToken.VALUE_NULL && headers.put(header, text) != null) {
      blame("headers." + shorten(header) + ": stands twice");
    }
  }

  private void readBody(JsonParser parser, JsonToken value) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    if (value.isScalarValue()) {
      parser.getText(); // a string is only looked at when it is asked for
    } else {
      parser.skipChildren();
    }
    body = text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  private static String shorten(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
