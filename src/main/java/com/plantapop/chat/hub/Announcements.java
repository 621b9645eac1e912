package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusProof;
import com.plantapop.chat.event.EventHeaders;
import com.plantapop.chat.event.Payload;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Reads what nodes tell each other of stored events on the bus. Used on one event loop only. */
final class Announcements {
  private final BusProof proof;

  /**
   * @param proof for this loop alone
   */
  Announcements(BusProof proof) {
    this.proof = proof;
  }

  /**
   * The event that a message announces, byte for byte as it is stored; null when the message does
   * not prove it.
   */
  Entry proven(Address address, Message<Object> message) {
    String seq = message.headers().get(EventHeaders.SEQ);
    String acceptedAt = message.headers().get(EventHeaders.ACCEPTED_AT);
    String claimed = message.headers().get(EventHeaders.PROOF);
    if (acceptedAt == null || claimed == null || !(message.body() instanceof JsonObject body)) {
      return null;
    }
    byte[] payload = stored(message, body);
    return proof.holds(claimed, address, seq, acceptedAt, payload)
        ? new Entry(Long.parseLong(seq), acceptedAt, Payload.ofUtf8(payload))
        : null;
  }

  /** Within the node the body has not been decoded. */
  private static byte[] stored(Message<Object> message, JsonObject body) {
    String text = message.headers().get(EventHeaders.PAYLOAD);
    return text == null ? body.toBuffer().getBytes() : text.getBytes(StandardCharsets.UTF_8);
  }
}
