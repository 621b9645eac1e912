package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Holds what everybody is told and sent against what they may (G8), as far as it is certain who may
 * what. Touched on the loop only.
 *
 * <p>When a change was acknowledged is taken from when the loop had read its answer, and when the
 * opposite one began from before its request was written: what lies between is certain. Events are
 * judged by when they say that they were appended, by the one clock of this machine.
 */
final class Rights {
  /**
   * What busy cores may add to what is promised: a node reads the control log each second, and the
   * rest of the two is for the store to answer and for this loop to read what it is told.
   */
  static final long TOLERANCE_MS = 1_000;

  private static final long WITHIN_MS = Membership.BOUND_MS + TOLERANCE_MS;

  private final Bench bench;
  private final Loop loop;
  private final StoreLines store;
  private long lastEventMs;
  private long lastSubscriptionMs;
  private long lastSocketMs;

  Rights(Bench bench, Loop loop, StoreLines store) {
    this.bench = bench;
    this.loop = loop;
    this.store = store;
  }

  /** Whoever asked for something then has an answer. */
  void answered(Client client, Call call, JsonObject frame) {
    int code = Call.isError(frame) ? Call.code(frame) : 0;
    judge(client, call.log(), call.what(), call.sentNanos(), code);
  }

  /**
   * @param code of the refusal, or 0
   */
  void judge(Client client, ChatLog log, String what, long beganNanos, int code) {
    Membership membership = log.chat().of(client.person());
    boolean mustBe = membership.mustBeRefused(beganNanos, client.node(), TOLERANCE_MS);
    if (code == 0 && mustBe) {
      violation(client, what + " was done, for " + membership);
    } else if (code == 403 && !membership.mayBeRefused(beganNanos)) {
      violation(client, what + " was forbidden, for " + membership);
    } else if (code == 401) {
      unauthenticated(client, what);
    } else if (code == 403) {
      bench.counts().add("rights: no member, refused");
    }
  }

  void unauthenticated(Client client, String what) {
    if (client.token().mayBeRevoked()) {
      bench.counts().add("rights: revoked, refused");
    } else {
      violation(client, what + ": the token is good, and is refused");
    }
  }

  /** A subscription that stood was ended for want of membership. */
  void ended(Client client, ChatLog log) {
    Membership membership = log.chat().of(client.person());
    Moment since = membership.since();
    if (membership.isOut()) {
      bench.counts().add("rights: subscriptions that a removal has ended");
      lastSubscriptionMs = Math.max(lastSubscriptionMs, since.msAgo());
    } else if (membership.isIn() && since.msAgo() > WITHIN_MS && !isExcused(client.node(), since)) {
      violation(client, log + " was ended, for " + membership);
    }
  }

  void delivered(Client client, ChatLog log, String acceptedAt) {
    Membership membership = log.chat().of(client.person());
    if (membership.isOut()) {
      long late = Instant.parse(acceptedAt).toEpochMilli() - membership.since().millis();
      lastEventMs = Math.max(lastEventMs, late);
      if (late > WITHIN_MS) {
        String when = " was sent what was appended " + late + " ms after its removal, for ";
        violation(client, log + when + membership);
      }
    }
  }

  /** What stands in a log must have been its author's to say when it was appended. */
  void stored(ChatLog log, long seq, String acceptedAt, JsonObject payload) {
    String author = payload.getString("sender", payload.getString("recipient"));
    Membership membership = log.chat().of(author);
    long accepted = Instant.parse(acceptedAt).toEpochMilli();
    long out = membership == null ? 0 : membership.msOut(accepted);
    if (out > WITHIN_MS) {
      String when = "%s: %d was appended %d ms after the removal of %s";
      bench.journal().violation(when.formatted(log, seq, out, author));
    }
  }

  /** Everybody's subscriptions must end in time. */
  void removed(Membership membership) {
    Moment since = membership.since();
    Predicate<Client> isThere =
        client -> membership.since().equals(since) && client.stillReads(membership.chat());
    watch(membership.person(), since, isThere, "still reads, for " + membership);
  }

  /** All sockets must end in time that have tokens of before, and none be opened any more. */
  void revoked(Person person, Token old) {
    Moment since = Moment.now();
    Predicate<Client> isThere = client -> client.isConnected() && client.token().mayBeRevoked();
    watch(person, since, isThere, "still has its socket, but its token is revoked");
    bench.later(WITHIN_MS, () -> person.clients().get(0).connection().tryRevoked(old, since));
  }

  /** Somebody was let in with a token that was revoked then. */
  void letIn(Client client, Node node, Moment since) {
    if (!isExcused(node, since)) {
      violation(client, node + " opens a socket for a revoked token");
    }
  }

  private void watch(Person person, Moment since, Predicate<Client> isThere, String what) {
    bench.later(WITHIN_MS, () -> look(person, since, isThere, what));
  }

  private void look(Person person, Moment since, Predicate<Client> isThere, String what) {
    boolean excused = false;
    for (Client client : person.clients()) {
      if (isThere.test(client) && isExcused(client.node(), since)) {
        excused = true;
      } else if (isThere.test(client)) {
        violation(client, what);
      }
    }
    if (excused) {
      bench.counts().add("rights: looked again, since node or store was not well");
      watch(person, Moment.now(), isThere, what);
    }
  }

  /** A node that stands still, or has no store, cannot know; this loop may be what is late. */
  private boolean isExcused(Node node, Moment since) {
    return node.stoodStillSince(since.nanos())
        || store.disturbedSince(since.nanos())
        || loop.stalledSince(since.nanos());
  }

  /** A socket was closed for want of a good token. */
  void closed(Client client) {
    unauthenticated(client, "its socket");
    lastSocketMs = Math.max(lastSocketMs, client.person().revokedMsAgo());
  }

  private void violation(Client client, String what) {
    bench.journal().violation(client + ": " + what);
  }

  /** How late what is promised within {@link Membership#BOUND_MS} has come, at the latest. */
  String describe() {
    return "after a removal: last event appended %d ms, last subscription ended %d ms; after a"
            .formatted(lastEventMs, lastSubscriptionMs)
        + " revocation: last socket closed "
        + lastSocketMs
        + " ms";
  }
}
