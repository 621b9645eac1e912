package com.plantapop.chat.checker;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the store itself what follows the events that anybody was told of: what a node has left
 * there when it died is nobody's secret but the store's, and readers must see it all the same.
 * Touched on the loop only.
 */
final class StoreWatch implements AutoCloseable {
  private static final FindOptions FIELDS =
      new FindOptions().setFields(new JsonObject().put("address", 1).put("seq", 1));

  private final Bench bench;
  private final MongoClient client;
  private boolean asking;

  StoreWatch(Vertx vertx, String uri, Bench bench) {
    this.bench = bench;
    this.client = MongoClient.create(vertx, new JsonObject().put("connection_string", uri));
  }

  /** One question at a time: a store that stands still is not asked on and on. */
  void look() {
    if (asking) {
      return;
    }
    asking = true;
    Map<String, ChatLog> logs = new HashMap<>();
    JsonArray places = new JsonArray();
    for (ChatLog log : bench.logs()) {
      logs.put(log.address(), log);
      places.add("%s:%019d".formatted(log.address(), log.reach() + 1));
    }
    JsonObject query =
        new JsonObject()
            .put("address", oneOf(new JsonArray(List.copyOf(logs.keySet()))))
            .put("_id", oneOf(places));
    client
        .findWithOptions("events", query, FIELDS)
        .onSuccess(found -> found.forEach(event -> tell(logs, event)))
        .onComplete(answered -> asking = false);
  }

  private static JsonObject oneOf(JsonArray values) {
    return new JsonObject().put("$in", values);
  }

  private void tell(Map<String, ChatLog> logs, JsonObject event) {
    bench.counts().add("watch: events that nobody had been told of");
    logs.get(event.getString("address")).stored(event.getLong("seq"));
  }

  @Override
  public void close() {
    client.close().await();
  }
}
