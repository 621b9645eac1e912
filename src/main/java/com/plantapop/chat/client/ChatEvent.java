package com.plantapop.chat.client;

import com.plantapop.chat.event.EventHeaders;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stored event as a service gets it.
 *
 * @param seq its number in the log; the cursor to resume behind it
 * @param acceptedAt when the service accepted it
 * @param body the contract's message or receipt; the receiver's own copy
 */
public record ChatEvent(long seq, Instant acceptedAt, JsonObject body) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  static ChatEvent ofPage(JsonObject event) {
    return new ChatEvent(
        event.getLong("seq"),
        Instant.parse(event.getString("acceptedAt")),
        event.getJsonObject("body"));
  }

  /**
   * The event in a message that looks like one of a node. Empty for what a service published
   * itself: that is no event before it is stored, whatever it claims.
   */
  static Optional<ChatEvent> ofBus(Message<Object> message) {
    String acceptedAt = message.headers().get(EventHeaders.ACCEPTED_AT);
    if (acceptedAt == null
        || claimedSeq(message) == 0
        || !(message.body() instanceof JsonObject body)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ChatEvent(claimedSeq(message), Instant.parse(acceptedAt), body));
    } catch (DateTimeParseException notOurs) {
      return Optional.empty();
    }
  }

  /** The number that a message claims, 0 when it claims none. */
  static long claimedSeq(Message<Object> message) {
    String seq = message.headers().get(EventHeaders.SEQ);
    return seq != null && NUMBER.matcher(seq).matches() ? Long.parseLong(seq) : 0;
  }
}
