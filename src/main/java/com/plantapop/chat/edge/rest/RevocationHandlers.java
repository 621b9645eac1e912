package com.plantapop.chat.edge.rest;

import com.plantapop.chat.access.Administration;
import com.plantapop.chat.access.Revocation;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.ingest.RevocationLog;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Revoking tokens. */
final class RevocationHandlers {
  private static final String SUBJECT = "subject";
  private static final String TOKEN_ID = "tokenId";
  private static final String ISSUED_BEFORE = "issuedBefore";
  private static final Set<String> NAMES = Set.of(SUBJECT, TOKEN_ID, ISSUED_BEFORE);
  private static final int MAX_LENGTH = 1_024;

  private final RevocationLog log;

  RevocationHandlers(RevocationLog log) {
    this.log = log;
  }

  Future<RestAnswer> revoke(RestRequest request) {
    Administration.requireService(request.caller());
    return log.revoke(revocation(request.body()), request.deadline()).map(RestAnswer.NOTHING);
  }

  /** Who names a subject alone means the tokens that it has by now, and not those of its return. */
  private static Revocation revocation(String body) {
    JsonObject given = requireKnown(object(body));
    Optional<String> subject = text(given, SUBJECT);
    Optional<String> tokenId = text(given, TOKEN_ID);
    Optional<Instant> before = text(given, ISSUED_BEFORE).map(RevocationHandlers::past);
    if (tokenId.isPresent() ? given.size() > 1 : subject.isEmpty() && before.isEmpty()) {
      throw wrong("", "tokenId, or subject and issuedBefore or one of the two");
    }
    return new Revocation(subject, tokenId, before.orElseGet(Instant::now));
  }

  private static JsonObject object(String body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException | ClassCastException notAnObject) {
      throw Refusal.malformed("body: must be an object");
    }
  }

  /** A subject with a slip of the pen would be nobody's, and the rest mean everybody. */
  private static JsonObject requireKnown(JsonObject given) {
    for (String name : given.fieldNames()) {
      if (!NAMES.contains(name)) {
        throw wrong("/" + name, "absent");
      }
    }
    return given;
  }

  /** {@code null} is not taken for absent: that, too, would mean everybody. */
  private static Optional<String> text(JsonObject given, String name) {
    if (!given.containsKey(name)) {
      return Optional.empty();
    }
    if (given.getValue(name) instanceof String text
        && !text.isEmpty()
        && text.length() <= MAX_LENGTH) {
      return Optional.of(text);
    }
    throw wrong("/" + name, "a string of 1 to " + MAX_LENGTH + " characters");
  }

  /** What lies ahead would turn everybody away until then, whoever revokes included. */
  private static Instant past(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (!time.isAfter(Instant.now())) {
        return time;
      }
    } catch (DateTimeException notATime) {
      // As wrong as one that lies ahead.
    }
    throw wrong("/" + ISSUED_BEFORE, "a date-time that has passed");
  }

  private static Refusal wrong(String pointer, String expected) {
    return Refusal.schema(
        (pointer.isEmpty() ? "body" : pointer.substring(1)) + ": must be " + expected,
        List.of(new Refusal.Violation(pointer, expected)));
  }
}
