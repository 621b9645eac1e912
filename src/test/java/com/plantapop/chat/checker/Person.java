package com.plantapop.chat.checker;

import com.plantapop.chat.support.Jwts;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Who speaks over several sockets, at several nodes, and gets tokens for them. One of them is a
 * service, which acts for all and belongs to no chat. Touched on the loop only.
 */
final class Person {
  /**
   * Of a token: shorter than most sockets live, so that they end unless they are given newer ones;
   * longer than a newer one may lie unread, behind a register that waits for the store on a node
   * that stands still.
   */
  private static final long TOKEN_SECONDS = 25;

  /** Tokens say in whole seconds when they were made: one of the same second is revoked, too. */
  private static final long SECOND_MS = 1_000;

  private final String email;
  private final boolean service;
  private final List<Client> clients = new ArrayList<>();
  private boolean beingRevoked;
  private Moment revoked;

  Person(String email, boolean service) {
    this.email = email;
    this.service = service;
  }

  String email() {
    return email;
  }

  boolean isService() {
    return service;
  }

  /** By which tokens name it. */
  String subject() {
    return claims().getString("sub");
  }

  private JsonObject claims() {
    return service ? Jwts.serviceClaims("checker") : Jwts.claims(email);
  }

  List<Client> clients() {
    return clients;
  }

  Client anyClient(Random random) {
    return clients.get(random.nextInt(clients.size()));
  }

  /** Whether the issuer gives it one that no revocation means. */
  boolean mayHaveToken() {
    return !beingRevoked
        && (revoked == null || System.currentTimeMillis() > revoked.millis() + SECOND_MS);
  }

  Token newToken() {
    long now = System.currentTimeMillis();
    JsonObject claims =
        claims()
            .put("jti", UUID.randomUUID().toString())
            .put("iat", now / SECOND_MS)
            .put("exp", now / SECOND_MS + TOKEN_SECONDS);
    return new Token(this, Jwts.of(claims), now);
  }

  void beingRevoked() {
    beingRevoked = true;
  }

  void revoked() {
    beingRevoked = false;
    revoked = Moment.now();
  }

  /** 0 while it is not certain, or never was. */
  long revokedMsAgo() {
    return beingRevoked || revoked == null ? 0 : revoked.msAgo();
  }

  boolean mayBeRevoked(long madeMillis) {
    return beingRevoked || (revoked != null && madeMillis <= revoked.millis());
  }

  @Override
  public String toString() {
    return service ? "a service" : email;
  }
}
