package com.plantapop.chat.checker;

import com.plantapop.chat.event.ChatId;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Holds what everybody was told against the logs, once all is quiet. */
final class FinalCheck {
  private static final FindOptions FIELDS =
      new FindOptions()
          .setFields(
              new JsonObject()
                  .put("address", 1)
                  .put("seq", 1)
                  .put("acceptedAt", 1)
                  .put("payload", 1));

  /** What ends rights stands in logs of no chat. */
  private static final String SERVICE_LOGS = "chat." + ChatId.NONE.hex();

  private final Bench bench;
  private final Journal journal;
  private final Counts counts;
  private final Vertx vertx;

  FinalCheck(Bench bench, Vertx vertx) {
    this.bench = bench;
    this.journal = bench.journal();
    this.counts = bench.counts();
    this.vertx = vertx;
  }

  /** Reads all logs from all nodes, and from the store itself. */
  void run(Cluster cluster) throws Exception {
    checkStore(cluster.store().uri());
    for (Node node : cluster.nodes()) {
      try (LogReader reader = new LogReader(vertx, node)) {
        readBack(node, cluster.nodes().size(), reader);
      }
    }
    for (ChatLog log : bench.logs()) {
      log.ops().forEach(this::checkOutcome);
    }
  }

  /** Each node shows its share of the logs: what one has read from the store, all have. */
  private void readBack(Node node, int nodes, LogReader reader) throws InterruptedException {
    for (int i = node.index(); i < bench.logs().size(); i += nodes) {
      ChatLog log = bench.logs().get(i);
      check(log, reader.read(log), "the history of " + node);
    }
  }

  private void check(ChatLog log, List<JsonObject> events, String by) {
    if (log instanceof MembersLog members) {
      members.check(events);
    }
    for (int i = 0; i < events.size(); i++) {
      JsonObject event = events.get(i);
      long seq = event.getLong("seq");
      if (seq != i + 1) {
        journal.violation("%s: by %s, %d stands where %d must".formatted(log, by, seq, i + 1));
      }
      log.claim(seq, event.getString("acceptedAt"), event.getJsonObject("body"), by);
      bench.rights().stored(log, seq, event.getString("acceptedAt"), event.getJsonObject("body"));
    }
    log.endsAt(events.size(), by);
    counts.add("checked: events by " + by, events.size());
  }

  private void checkOutcome(Op op) {
    boolean stored = op.log().holds(op);
    if (op.isUnknown()) {
      counts.add(stored ? "checked: unknown, is in the log" : "checked: unknown, is not");
    } else if (op.refusal() != null) {
      counts.add("checked: refused and not sent again");
      if (stored) {
        journal.violation(op + ": is in the log, and was refused by " + op.refusal());
      }
    } else if (!op.isAcknowledged()) {
      journal.violation(op + ": was never acknowledged");
    }
  }

  /** Reads what the store has, past all of our code; no index vouches for itself. */
  private void checkStore(String uri) throws Exception {
    MongoClient client = MongoClient.create(vertx, new JsonObject().put("connection_string", uri));
    List<JsonObject> documents =
        client.findWithOptions("events", new JsonObject(), FIELDS).await(2, TimeUnit.MINUTES);
    client.close().await();
    Map<String, List<JsonObject>> stored = new HashMap<>();
    for (JsonObject document : documents) {
      stored.computeIfAbsent(document.getString("address"), log -> new ArrayList<>()).add(document);
    }
    for (ChatLog log : bench.logs()) {
      List<JsonObject> events = stored.getOrDefault(log.address(), new ArrayList<>());
      stored.remove(log.address());
      events.sort(Comparator.comparing(document -> document.getLong("seq")));
      check(log, events.stream().map(FinalCheck::event).toList(), "the store");
    }
    stored.keySet().removeIf(log -> log.startsWith(SERVICE_LOGS));
    stored.keySet().forEach(log -> journal.violation("the store has a log of nobody's: " + log));
  }

  /** As history has it. */
  private static JsonObject event(JsonObject document) {
    return new JsonObject()
        .put("seq", document.getLong("seq"))
        .put("acceptedAt", document.getJsonObject("acceptedAt").getString("$date"))
        .put("body", new JsonObject(document.getString("payload")));
  }
}
