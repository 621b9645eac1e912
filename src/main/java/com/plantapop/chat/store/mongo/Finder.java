package com.plantapop.chat.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.Collection;
import java.util.List;

/** The one way to read: bounded in number, with failures as refusals. Any thread. */
final class Finder {
  private final MongoClient client;
  private final Lane lane;
  private final Failures failures;

  Finder(MongoClient client, Lane lane, Failures failures) {
    this.client = client;
    this.lane = lane;
    this.failures = failures;
  }

  /** All that match, in memory at once: every caller bounds them. */
  Future<List<JsonObject>> find(String collection, JsonObject query, FindOptions options) {
    return lane.run(() -> client.findWithOptions(collection, query, options))
        .onSuccess(found -> failures.none())
        .recover(failure -> Future.failedFuture(failures.ofRead(failure)));
  }

  /** A query for the documents whose field is one of the values. */
  static JsonObject oneOf(String field, Collection<String> values) {
    return new JsonObject()
        .put(field, new JsonObject().put("$in", new JsonArray(List.copyOf(values))));
  }
}
