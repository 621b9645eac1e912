package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;

/** What one client does, by chance: mostly it writes. */
final class Script {
  static final String TIMESTAMP = "2026-01-31T12:00:00Z";
  private static final int MAX_PADDING = 200;
  private static final int ONCE_IN = 8;

  /** Most messages that are written at once; the store then has several in one write. */
  private static final int MAX_BURST = 7;

  /** New events of an act, on average: {@link #MAX_BURST} of 72 acts in 100, and some single. */
  static final double EVENTS_PER_ACT = 0.72 * (1 + MAX_BURST) / 2 + 0.12;

  private final Bench bench;
  private final Client client;
  private final Random random;
  private final double pauseMs;
  private int written;

  /**
   * @param pauseMs between two of its acts, on average
   */
  Script(Bench bench, Client client, double pauseMs) {
    this.bench = bench;
    this.client = client;
    this.random = client.random();
    this.pauseMs = pauseMs;
  }

  void run() {
    bench.later(1 + (long) (2 * pauseMs * random.nextDouble()), this::act);
  }

  private void act() {
    if (bench.isQuiet()) {
      return;
    }
    if (client.isConnected() && !bench.sends().areMany()) {
      act(random.nextInt(100));
    }
    run();
  }

  private void act(int roll) {
    ChatLog log = bench.anyOpenLog(random);
    if (roll < 72) {
      burst(log);
    } else if (roll < 82) {
      receipt(log);
    } else if (roll < 87) {
      repeat(log);
    } else if (roll < 90) {
      twins(log);
    } else if (roll < 92) {
      sameIdOtherContent(log);
    } else if (roll < 94) {
      bench.sends().refused(log, new JsonObject().put("content", 7), 422, client);
    } else if (client.isWanderer()) {
      move(roll);
    }
  }

  private void move(int roll) {
    if (roll < 98) {
      comeAndGo();
    } else {
      wander();
    }
  }

  private void burst(ChatLog log) {
    for (int count = 1 + random.nextInt(MAX_BURST); count > 0; count--) {
      message(log, random.nextInt(ONCE_IN) == 0);
    }
  }

  private void message(ChatLog log, boolean once) {
    if (once) {
      bench.sends().once(message(log), client);
    } else {
      bench.sends().begin(message(log), client);
    }
  }

  private Op message(ChatLog log) {
    String key = Seeds.uuid(random).toString();
    String content = "client %d wrote %d ".formatted(client.index(), ++written);
    JsonObject body =
        new JsonObject()
            .put("id", key)
            .put("sender", client.person().email())
            .put("content", content + "x".repeat(random.nextInt(MAX_PADDING)))
            .put("timestamp", TIMESTAMP)
            .put("n", written);
    return new Op(log, client.person(), key, body);
  }

  private void receipt(ChatLog log) {
    Op message = log.anyAcknowledged(random);
    ChatLog receipts = log.chat().receipts();
    if (message == null || random.nextInt(10) == 0) {
      String unknown = Seeds.uuid(random).toString();
      bench.sends().refused(receipts, receiptOf(unknown), 404, client);
      return;
    }
    JsonObject body = receiptOf(message.key());
    String key = ChatLog.receiptKey(message.key(), body.getString("recipient"));
    Op known = receipts.op(key);
    if (known == null) {
      bench.sends().begin(new Op(receipts, client.person(), key, body), client);
    } else {
      repeat(known);
    }
  }

  /** Persons have read something once, and services tell of any number of people. */
  private JsonObject receiptOf(String message) {
    Person person = client.person();
    String reader = person.isService() ? ++written + "." + client.index() + "@x.example" : "";
    return new JsonObject()
        .put("messageId", message)
        .put("recipient", reader.isEmpty() ? person.email() : reader)
        .put("timestamp", TIMESTAMP);
  }

  private void repeat(ChatLog log) {
    Op op = log.anyAcknowledged(random);
    if (op != null) {
      repeat(op);
    }
  }

  private void repeat(Op op) {
    bench.counts().add("sends: repeated on purpose");
    bench.sends().attempt(op, op.author().anyClient(random));
  }

  /** The same event at the same time on two sockets, most often of two nodes. */
  private void twins(ChatLog log) {
    Op op = message(log);
    bench.counts().add("sends: twins");
    bench.sends().begin(op, client);
    bench.sends().attempt(op, op.author().anyClient(random));
  }

  private void sameIdOtherContent(ChatLog log) {
    Op op = log.anyAcknowledged(random);
    if (op != null) {
      JsonObject other = op.body().copy().put("content", "something else");
      bench.sends().refused(log, other, 409, op.author().anyClient(random));
    }
  }

  private void comeAndGo() {
    List<Subscription> all = client.subscriptions();
    Subscription subscription = all.get(random.nextInt(all.size()));
    if (subscription.stands()) {
      subscription.end();
      if (random.nextInt(4) == 0) {
        subscription.rewind(random.nextInt(1 + (int) subscription.log().reach()));
      }
      client.beginLater(subscription, Subscription.RETRY_MS);
    }
  }

  private void wander() {
    bench.counts().add("sockets: left for another node");
    client.hop();
  }
}
