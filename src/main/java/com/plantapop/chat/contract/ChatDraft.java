package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.plantapop.chat.event.ChatId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A chat that somebody asks for, which fits the contract.
 *
 * @param members as they were written, none twice
 * @param attributes the exact text of the JSON object, which is kept as it is
 */
public record ChatDraft(
    List<String> members, Optional<ChatId> id, Optional<UUID> chatId, String attributes) {
  static final String MEMBERS = "members";
  private static final String ATTRIBUTES = "attributes";
  private static final String NO_ATTRIBUTES = "{}";

  /** Reads a body that has been checked against the contract. */
  static ChatDraft of(String body) {
    Map<?, ?> said = (Map<?, ?>) Json.read(body);
    return new ChatDraft(
        ((List<?>) said.get(MEMBERS)).stream().map(String.class::cast).toList(),
        Optional.ofNullable((String) said.get("id")).flatMap(ChatId::parse),
        Optional.ofNullable((String) said.get("chatId")).map(UUID::fromString),
        said.containsKey(ATTRIBUTES) ? textOf(body, ATTRIBUTES) : NO_ATTRIBUTES);
  }

  /** Decoding and encoding it again would lose what no JSON tree keeps; see {@code Payload}. */
  private static String textOf(String body, String member) {
    try (JsonParser parser = Json.FACTORY.createParser(body)) {
      parser.nextToken();
      while (!parser.nextFieldName().equals(member)) {
        parser.nextToken();
        parser.skipChildren();
      }
      parser.nextToken();
      int start = (int) parser.currentTokenLocation().getCharOffset();
      parser.skipChildren();
      return body.substring(start, (int) parser.currentLocation().getCharOffset());
    } catch (IOException e) {
      throw new UncheckedIOException("from a string", e);
    }
  }

  /** Whether attributes that are stored say the same, value for value, as these. */
  public boolean hasSameAttributes(String stored) {
    return attributes.equals(stored) || Json.read(attributes).equals(Json.read(stored));
  }
}
