package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Sees to it that every event gets into its log: again and again, with the same id, anywhere. */
final class Sends {
  private static final int MAX_OPEN = 300;
  private static final int MAX_DOUBLINGS = 4;
  private static final int FORBIDDEN = 403;

  /** Whoever has left a chat does not come back at once. */
  private static final int LET_IN_MS = 1_000;

  private static final int CONFLICT = 409;
  private static final int UNKNOWN = 504;

  private final Bench bench;
  private final Random random;
  private final Set<Op> open = new LinkedHashSet<>();
  private long accepted;

  Sends(Bench bench, Random random) {
    this.bench = bench;
    this.random = random;
  }

  /** Those that have no acknowledgement yet. */
  List<Op> open() {
    return new ArrayList<>(open);
  }

  /** So many wait that more would only keep a slow store slow. */
  boolean areMany() {
    return open.size() > MAX_OPEN;
  }

  /** How many events were acknowledged. */
  long accepted() {
    return accepted;
  }

  /** A new event, first sent by {@code client}. */
  void begin(Op op, Client client) {
    op.log().add(op);
    open.add(op);
    attempt(op, client);
    watch(op);
  }

  /** A new event that is sent just once, whatever comes of it. */
  void once(Op op, Client client) {
    op.log().add(op);
    client.send(op.log(), op.body(), op.toString(), frame -> answeredOnce(op, client, frame));
  }

  private void answeredOnce(Op op, Client client, JsonObject frame) {
    if (frame != null && !Call.isError(frame)) {
      acknowledged(op, client, frame.getJsonObject("body"));
    } else {
      bench.counts().add(frame == null ? "answers: none" : "answers: " + Call.code(frame));
      boolean refused = frame != null && Call.code(frame) != UNKNOWN;
      op.sentOnce(
          refused ? "%s at %.2f: %s".formatted(client, bench.journal().seconds(), frame) : null);
    }
  }

  /** Whoever hears nothing tries elsewhere, while the first attempt may still be under way. */
  private void watch(Op op) {
    bench.later(5_000 + random.nextInt(10_000), () -> lookAgain(op));
  }

  private void lookAgain(Op op) {
    if (!op.isAcknowledged()) {
      bench.counts().add("sends: again for want of an answer");
      attempt(op, op.author().anyClient(random));
      watch(op);
    }
  }

  /** Sends what may or may not be in the log. */
  void attempt(Op op, Client client) {
    client.send(op.log(), op.body(), op.toString(), frame -> answered(op, client, frame));
  }

  private void answered(Op op, Client client, JsonObject frame) {
    if (frame != null && !Call.isError(frame)) {
      acknowledged(op, client, frame.getJsonObject("body"));
      return;
    }
    bench.counts().add(frame == null ? "answers: none" : "answers: " + Call.code(frame));
    if (!Call.mayRetry(frame)) {
      bench.journal().violation(op + ": refused by " + client + ": " + frame.encode());
    } else if (!op.isAcknowledged()) {
      bench.later(pauseMs(op, Call.code(frame)), () -> retry(op));
    }
  }

  private long pauseMs(Op op, int code) {
    if (code == FORBIDDEN) {
      return LET_IN_MS / 2L + random.nextInt(LET_IN_MS);
    }
    long most = 800L << Math.min(op.failed(), MAX_DOUBLINGS);
    return 20 + (long) (most * random.nextDouble());
  }

  private void retry(Op op) {
    if (!op.isAcknowledged()) {
      bench.counts().add("sends: again after no or a passing failure");
      attempt(op, op.author().anyClient(random));
    }
  }

  private void acknowledged(Op op, Client client, JsonObject body) {
    boolean duplicate = body.getBoolean("duplicate", false);
    bench.counts().add(duplicate ? "answers: acknowledged, duplicate" : "answers: acknowledged");
    if (!op.log().isReceipts() && !op.key().equals(body.getString("id"))) {
      bench.journal().violation(op + ": acknowledged with another id: " + body.encode());
    }
    if (op.acknowledge(body, client.toString(), bench.journal())) {
      open.remove(op);
      accepted++;
      bench.counts().add(op.log().isReceipts() ? "events: receipts" : "events: messages");
      op.log().acknowledged(op);
    }
  }

  /** Sends what must be refused for good. */
  void refused(ChatLog log, JsonObject body, int expected, Client client) {
    client.send(log, body, "a wrong send", frame -> judge(log, body, expected, frame));
  }

  private void judge(ChatLog log, JsonObject body, int expected, JsonObject frame) {
    if (Call.mayRetry(frame) && (frame == null || Call.isError(frame))) {
      bench.counts().add(frame == null ? "answers: none" : "answers: " + Call.code(frame));
    } else if (Call.code(frame) == expected) {
      bench.counts().add("answers: " + expected + ", as it must be");
    } else {
      String name = expected == CONFLICT ? "same id, other content" : "wrong";
      bench
          .journal()
          .violation(
              "%s: %s %s should be %d, is %s"
                  .formatted(log, name, body.encode(), expected, frame.encode()));
    }
  }
}
