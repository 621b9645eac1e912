package com.plantapop.chat.access;

import com.plantapop.chat.config.AuthConfig.JwtConfig;
import com.plantapop.chat.config.AuthConfig.JwtConfig.Claim;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the claims of a token mean whose signature, issuer and audience are good. Throws a Refusal
 * (401) that names the claim which is not as it must be, but never its value.
 */
final class Claims {
  /** Of a subject, which is kept with what a service sends, in {@code Metadata}. */
  private static final int MAX_SUBJECT = 255;

  /** 9999-12-31T23:59:59Z: what comes after cannot be written as we write times. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private final JwtConfig config;
  private final List<Claim> required;

  Claims(JwtConfig config) {
    this.config = config;
    this.required = config.required();
  }

  Caller caller(JsonObject claims) {
    required.forEach(claim -> require(says(claims.getValue(claim.name()), claim), claim.name()));
    List<String> roles = roles(claims.getValue(config.rolesClaim()));
    boolean isService = roles.contains(config.serviceRole());
    Instant issued = issued(claims.getValue("iat"));
    Instant expiry = expiry(claims.getValue("exp"));
    Optional<String> email = email(claims.getValue(config.emailClaim()));
    require(isService || email.isPresent(), config.emailClaim());
    require(hasCome(issued), "iat");
    require(hasCome(begin(claims.getValue("nbf"))), "nbf");
    if (isOver(expiry)) {
      // The one who brings it can help it, and learns no more than the token's owner knows.
      throw Refusal.of(Refusal.Code.NOT_AUTHENTICATED, "token: has expired");
    }
    require(isShort(issued, expiry), "iat");
    return new Caller(
        isService ? Caller.Kind.SERVICE : Caller.Kind.PERSON,
        subject(claims.getValue(config.subjectClaim())),
        email,
        roles,
        issued,
        expiry,
        tokenId(claims.getValue("jti")));
  }

  /** Whether that was the end of a token, the leeway included. */
  boolean isOver(Instant end) {
    return now() - config.leewaySeconds() >= end.getEpochSecond();
  }

  private boolean hasCome(Instant begin) {
    return begin.getEpochSecond() <= now() + config.leewaySeconds();
  }

  private static long now() {
    return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
  }

  private static void require(boolean holds, String claim) {
    if (!holds) {
      throw Refusal.of(
          Refusal.Code.NOT_AUTHENTICATED, "token: claim " + claim + " is missing or not good");
    }
  }

  private static boolean says(Object value, Claim claim) {
    return value instanceof JsonArray list
        ? list.contains(claim.value())
        : claim.value().equals(String.valueOf(value));
  }

  private List<String> roles(Object value) {
    if (value == null) {
      return List.of();
    }
    require(
        value instanceof JsonArray list && list.stream().allMatch(String.class::isInstance),
        config.rolesClaim());
    return ((JsonArray) value).stream().map(String.class::cast).toList();
  }

  private String subject(Object value) {
    require(
        value instanceof String text && !text.isBlank() && text.length() <= MAX_SUBJECT,
        config.subjectClaim());
    return (String) value;
  }

  private static Optional<String> email(Object value) {
    return value instanceof String text && EmailAddress.isAddress(text)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<String> tokenId(Object value) {
    require(value == null || value instanceof String, "jti");
    return Optional.ofNullable((String) value);
  }

  private static Instant issued(Object value) {
    return value == null ? Instant.EPOCH : time(value, "iat");
  }

  private static Instant begin(Object value) {
    return value == null ? Instant.EPOCH : time(value, "nbf");
  }

  /** A token without an end would be good for ever. */
  private static Instant expiry(Object value) {
    return time(value, "exp");
  }

  /** One that does not say when it was issued is as old as time. */
  private boolean isShort(Instant issued, Instant expiry) {
    long lifetime = expiry.getEpochSecond() - issued.getEpochSecond();
    return config.maxLifetimeSeconds() == 0 || lifetime <= config.maxLifetimeSeconds();
  }

  private static Instant time(Object value, String claim) {
    require(
        value instanceof Number seconds
            && seconds.doubleValue() >= 0
            && seconds.doubleValue() <= MAX_SECONDS,
        claim);
    return Instant.ofEpochSecond(((Number) value).longValue());
  }
}
