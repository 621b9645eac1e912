package com.plantapop.chat.access;

import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Timestamps;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * An event of the revocations log: which tokens are good no more. One that names a token id means
 * that token, whoever's and whenever issued; all others mean those that were issued before a time.
 *
 * @param subject whose; empty: everybody's
 * @param tokenId {@code jti} of the one token that is meant, if one is
 * @param issuedBefore a token that does not say when it was issued was issued before any time
 */
public record Revocation(Optional<String> subject, Optional<String> tokenId, Instant issuedBefore) {
  private static final String SUBJECT = "subject";
  private static final String TOKEN_ID = "tokenId";
  private static final String ISSUED_BEFORE = "issuedBefore";

  /** As it stands in the log. */
  public Payload payload() {
    JsonObject event = new JsonObject().put(ISSUED_BEFORE, Timestamps.format(issuedBefore));
    subject.ifPresent(name -> event.put(SUBJECT, name));
    tokenId.ifPresent(id -> event.put(TOKEN_ID, id));
    return Payload.of(event.encode());
  }

  /** Reads what {@link #payload} has written. */
  static Revocation parse(Payload payload) {
    JsonObject event = new JsonObject(payload.text());
    return new Revocation(
        Optional.ofNullable(event.getString(SUBJECT)),
        Optional.ofNullable(event.getString(TOKEN_ID)),
        Instant.parse(event.getString(ISSUED_BEFORE)));
  }
}
