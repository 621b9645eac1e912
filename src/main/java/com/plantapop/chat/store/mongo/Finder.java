package com.plantapop.chat.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.List;

/** The one way to read: bounded in number, with failures as refusals. Any thread. */
final class Finder {
  private final MongoClient client;
  private final RequestLimit limit;
  private final Failures failures;

  Finder(MongoClient client, RequestLimit limit, Failures failures) {
    this.client = client;
    this.limit = limit;
    this.failures = failures;
  }

  /**
   * All that match, in one answer of the server.
   *
   * @param most how many there can be; one more is asked for, so that the server sees the end and
   *     keeps no cursor. Without a number the client asks for 2^31 - 1, and there is an engine that
   *     reserves memory for so many
   */
  Future<List<JsonObject>> find(
      String collection, JsonObject query, FindOptions options, int most) {
    return limit
        .run(() -> find(client, collection, query, options, most))
        .onSuccess(found -> failures.none())
        .recover(failure -> Future.failedFuture(failures.ofRead(failure)));
  }

  /** The same for who knows what the driver's exceptions mean, without a bound. */
  static Future<List<JsonObject>> find(
      MongoClient client, String collection, JsonObject query, FindOptions options, int most) {
    options.setBatchSize(most + 1);
    return collect(client.findBatchWithOptions(collection, query, options));
  }

  private static Future<List<JsonObject>> collect(ReadStream<JsonObject> documents) {
    Promise<List<JsonObject>> all = Promise.promise();
    List<JsonObject> found = new ArrayList<>();
    documents
        .exceptionHandler(all::tryFail)
        .endHandler(end -> all.tryComplete(found))
        .handler(found::add);
    return all.future();
  }
}
