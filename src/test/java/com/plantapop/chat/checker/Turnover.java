package com.plantapop.chat.checker;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;

/** Has members leave chats and come back, and the tokens of people revoked, while the load runs. */
final class Turnover {
  private static final int LEAVE_MS = 200;
  private static final int REVOKE_MS = 4_000;

  /** Longer than anything may take to be known, so that it is told when it takes longer. */
  private static final int MIN_AWAY_MS = 3_500;

  private static final int MORE_AWAY_MS = 3_000;
  private static final int LOOK_MS = 100;

  /**
   * So long an attempt whose answer was lost may be on its way: what undoes it must not come
   * before. The store has it by then, or its number is another's.
   */
  private static final int UNSURE_MS = 12_000;

  private final Bench bench;
  private final Backend backend;
  private final Random random;

  Turnover(Bench bench, Backend backend, Random random) {
    this.bench = bench;
    this.backend = backend;
    this.random = random;
  }

  void run() {
    bench.later(1 + random.nextInt(2 * LEAVE_MS), this::leave);
    bench.later(1 + random.nextInt(2 * REVOKE_MS), this::revoke);
  }

  /** Whether everybody is back. */
  boolean isOver() {
    return bench.chats().stream()
        .flatMap(chat -> chat.memberships().stream())
        .allMatch(Membership::isIn);
  }

  private void leave() {
    if (bench.isQuiet()) {
      return;
    }
    List<Membership> memberships = bench.anyLog(random).chat().memberships();
    Membership membership = memberships.get(random.nextInt(memberships.size()));
    if (membership.isIn()) {
      membership.leaving();
      ask(HttpMethod.DELETE, membership, (node, sure) -> left(membership, node, sure));
    }
    bench.later(1 + random.nextInt(2 * LEAVE_MS), this::leave);
  }

  private void ask(HttpMethod method, Membership membership, Backend.Done done) {
    String email = membership.person().email();
    backend.ask(method, "/chats/" + membership.chat().id() + "/members/" + email, "", done);
  }

  private void left(Membership membership, Node node, boolean sure) {
    membership.left(node);
    bench.rights().removed(membership);
    awaitReturn(membership, MIN_AWAY_MS + random.nextInt(MORE_AWAY_MS), sure);
  }

  private void awaitReturn(Membership membership, long awayMs, boolean sure) {
    long away = sure ? awayMs : Math.max(awayMs, UNSURE_MS);
    if (membership.since().msAgo() >= away || (sure && bench.isQuiet())) {
      membership.joining();
      ask(HttpMethod.PUT, membership, (node, done) -> joined(membership, done));
    } else {
      bench.later(LOOK_MS, () -> awaitReturn(membership, awayMs, sure));
    }
  }

  private void joined(Membership membership, boolean sure) {
    if (sure) {
      membership.joined();
    } else {
      bench.later(UNSURE_MS, membership::joined);
    }
  }

  private void revoke() {
    if (bench.isQuiet()) {
      return;
    }
    Person person = bench.anyPerson(random);
    if (!person.isService() && person.mayHaveToken()) {
      Token old = person.newToken();
      person.beingRevoked();
      String body = new JsonObject().put("subject", person.subject()).encode();
      backend.ask(HttpMethod.POST, "/revocations", body, (node, sure) -> revoked(old));
    }
    bench.later(1 + random.nextInt(2 * REVOKE_MS), this::revoke);
  }

  private void revoked(Token old) {
    old.person().revoked();
    bench.rights().revoked(old.person(), old);
  }
}
