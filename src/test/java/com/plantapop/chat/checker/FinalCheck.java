package com.plantapop.chat.checker;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Holds what everybody was told against the logs, once all is quiet. */
final class FinalCheck {
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
    for (Node node : cluster.nodes()) {
      try (LogReader reader = new LogReader(vertx, node)) {
        for (ChatLog log : bench.logs()) {
          check(log, reader.read(log), "the history of " + node);
        }
      }
    }
    for (ChatLog log : bench.logs()) {
      log.ops().forEach(this::checkAcknowledged);
    }
    checkStore(cluster.store().uri());
  }

  private void check(ChatLog log, List<JsonObject> events, String by) {
    for (int i = 0; i < events.size(); i++) {
      JsonObject event = events.get(i);
      long seq = event.getLong("seq");
      if (seq != i + 1) {
        journal.violation("%s: by %s, %d stands where %d must".formatted(log, by, seq, i + 1));
      }
      log.claim(seq, event.getString("acceptedAt"), event.getJsonObject("body"), by);
    }
    log.endsAt(events.size(), by);
    counts.add("checked: events read back", events.size());
  }

  private void checkAcknowledged(Op op) {
    counts.add("checked: events that were sent");
    if (!op.isAcknowledged()) {
      journal.violation(op + ": was never acknowledged");
    }
  }

  /** No index vouches for itself. */
  private void checkStore(String uri) throws Exception {
    MongoClient client = MongoClient.create(vertx, new JsonObject().put("connection_string", uri));
    FindOptions fields =
        new FindOptions().setFields(new JsonObject().put("address", 1).put("seq", 1).put("key", 1));
    List<JsonObject> documents =
        client.findWithOptions("events", new JsonObject(), fields).await(2, TimeUnit.MINUTES);
    client.close().await();
    Set<String> keys = new HashSet<>();
    Map<String, Set<Long>> seqs = new HashMap<>();
    for (JsonObject document : documents) {
      String address = document.getString("address");
      if (!seqs.computeIfAbsent(address, log -> new HashSet<>()).add(document.getLong("seq"))) {
        journal.violation("the store has a number twice: " + document.encode());
      }
      if (!keys.add(document.getString("key"))) {
        journal.violation("the store has an event twice: " + document.encode());
      }
    }
    long expected = bench.logs().stream().mapToLong(ChatLog::reach).sum();
    if (documents.size() != expected) {
      journal.violation("the store has %d events, not %d".formatted(documents.size(), expected));
    }
    counts.add("checked: events in the store", documents.size());
  }
}
