package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.DupDetector;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.event.Unicode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One pass over a body: is it JSON, within our limits, and what are its watched members?
 *
 * <p>It refuses (400) what could be read in two ways or not at all: duplicate names, which readers
 * resolve differently, so that one validates a value and another one uses the other; depth that
 * overflows the stack of a recursive reader; a lone surrogate outside an escape, which no UTF-8 can
 * carry. Its work is linear in the length of the body.
 */
final class BodyScan {
  /** Objects and arrays within one another, the body itself included. */
  static final int MAX_DEPTH = 100;

  private final String body;
  private final Watch watch;
  private final JsonToken[] tokens;
  private final String[] texts;
  private final Deque<DupDetector> names = new ArrayDeque<>();
  private final Violations violations = new Violations();
  private boolean isObject;
  private boolean isDecodable = true;
  private int memberCount;
  private int depth;

  /** Where the next value is remembered; null when it is not. */
  private Integer slot;

  private BodyScan(String body, Watch watch) {
    this.body = body;
    this.watch = watch;
    this.tokens = new JsonToken[watch.size()];
    this.texts = new String[watch.size()];
  }

  /**
   * Throws a Refusal (400) when the body is not JSON, or not JSON that everybody reads alike.
   *
   * @param body may be null, which is refused
   * @param watch the members of the body whose values the caller needs
   */
  static BodyScan of(String body, Watch watch) {
    if (body == null) {
      throw Refusal.malformed("body: missing");
    }
    if (!Unicode.isWellFormed(body)) {
      throw Refusal.malformed("body: half of a character stands alone");
    }
    BodyScan scan = new BodyScan(body, watch);
    try (JsonParser parser = Json.FACTORY.createParser(body)) {
      scan.run(parser);
    } catch (StreamConstraintsException e) {
      throw Refusal.malformed("body: beyond what JSON readers take");
    } catch (JsonProcessingException e) {
      throw Refusal.malformed("body: not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException("from a string", e);
    }
    return scan;
  }

  String body() {
    return body;
  }

  boolean isObject() {
    return isObject;
  }

  /** Whether all its numbers are short enough for a JSON reader to decode them. */
  boolean isDecodable() {
    return isDecodable;
  }

  /** How many members the object has. */
  int memberCount() {
    return memberCount;
  }

  /** The numbers that a JSON reader would not keep. */
  Violations violations() {
    return violations;
  }

  /** The token that a watched member's value begins with; null when the member is missing. */
  JsonToken token(String name) {
    return tokens[watch.slot(name)];
  }

  /** The value of a member watched with its text; null unless it is a string. */
  String text(String name) {
    return texts[watch.slot(name)];
  }

  private void run(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw Refusal.malformed("body: not JSON");
    }
    isObject = token == JsonToken.START_OBJECT;
    do {
      see(token, parser);
      token = parser.nextToken();
    } while (depth > 0);
    if (token != null) {
      throw Refusal.malformed("body: more than one JSON value");
    }
  }

  private void see(JsonToken token, JsonParser parser) throws IOException {
    if (slot != null) {
      remember(token, parser);
    }
    switch (token) {
      case START_OBJECT -> {
        enter();
        names.push(DupDetector.rootDetector(parser));
      }
      case START_ARRAY -> enter();
      case END_OBJECT -> {
        depth--;
        names.pop();
      }
      case END_ARRAY -> depth--;
      case FIELD_NAME -> name(parser);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(token, parser);
      default -> {}
    }
  }

  private void remember(JsonToken token, JsonParser parser) throws IOException {
    tokens[slot] = token;
    if (token == JsonToken.VALUE_STRING && watch.needsText(slot)) {
      texts[slot] = parser.getText();
    }
    slot = null;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw Refusal.malformed("body: nested deeper than " + MAX_DEPTH + " levels")
          .at(Limit.NESTING);
    }
  }

  private void name(JsonParser parser) throws IOException {
    String name = parser.currentName();
    if (name.length() > Json.LIMITS.getMaxNameLength()) {
      throw Refusal.malformed("body: beyond what JSON readers take");
    }
    if (names.element().isDup(name)) {
      throw Refusal.malformed(Pointers.bounded(pointer(parser)) + ": stands twice");
    }
    if (depth == 1) {
      memberCount++;
      slot = watch.slot(name);
    }
  }

  private void number(JsonToken token, JsonParser parser) throws IOException {
    if (parser.getTextLength() > Json.MAX_NUMBER_LENGTH) {
      isDecodable = false;
      violations.add(
          () -> pointer(parser), "number of at most " + Json.MAX_NUMBER_LENGTH + " digits");
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT && !Json.isKeptByDouble(parser.getText())) {
      violations.add(() -> pointer(parser), "number that a double keeps");
    }
  }

  private static String pointer(JsonParser parser) {
    return parser.getParsingContext().pathAsPointer().toString();
  }

  /** The members of a body whose values a {@link BodyScan} remembers. Filled before it is used. */
  static final class Watch {
    private final Map<String, Integer> slots = new HashMap<>();
    private final Set<Integer> withText = new HashSet<>();

    /** Remembers of which kind the value is. */
    Watch token(String name) {
      slots.putIfAbsent(name, slots.size());
      return this;
    }

    /** Remembers also its text, when it is a string. */
    Watch text(String name) {
      token(name);
      withText.add(slots.get(name));
      return this;
    }

    int size() {
      return slots.size();
    }

    /** The place of a member from 0 on, null when it is not watched. */
    Integer slot(String name) {
      return slots.get(name);
    }

    boolean needsText(Integer slot) {
      return withText.contains(slot);
    }
  }
}
