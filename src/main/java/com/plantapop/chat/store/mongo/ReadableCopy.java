package com.plantapop.chat.store.mongo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Payload;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The contract's own members of a payload, as far as they are strings, for an operator to read and
 * query. Never read back by us: the payload's text is what counts, and the copy may differ from it
 * in characters that BSON strings or tools cannot carry.
 */
final class ReadableCopy {
  private static final JsonFactory JSON = new JsonFactory();
  private static final char REPLACEMENT = '\ufffd';

  private static final Set<String> OF_MESSAGES =
      Set.of("id", "chatId", "sender", "content", "timestamp");
  private static final Set<String> OF_RECEIPTS =
      Set.of("messageId", "chatId", "recipient", "timestamp");

  private ReadableCopy() {}

  /** Only names listed above, whatever the payload holds. */
  static Map<String, String> of(LogKind kind, Payload payload) {
    Set<String> names = kind == LogKind.MESSAGES ? OF_MESSAGES : OF_RECEIPTS;
    Map<String, String> copy = new HashMap<>();
    try (JsonParser json = JSON.createParser(payload.utf8())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        collect(json, names, copy);
      }
    } catch (IOException e) {
      // A payload that this parser does not like is stored all the same, with what was found.
      return copy;
    }
    return copy;
  }

  private static void collect(JsonParser json, Set<String> names, Map<String, String> copy)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING && names.contains(name)) {
        copy.put(name, printable(json.getText()));
      } else {
        json.skipChildren();
      }
    }
  }

  private static String printable(String text) {
    if (text.indexOf('\0') < 0 && !hasLoneSurrogate(text)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(c == '\0' || isLoneSurrogate(text, i) ? REPLACEMENT : c);
    }
    return clean.toString();
  }

  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isLoneSurrogate(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
