package com.plantapop.chat.store.mongo;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.concurrent.TimeUnit;

/** Asks the primary whether it is there. Any thread. */
final class Health {
  private static final long TIMEOUT_MS = 2_000;

  private final MongoClient client;
  private final Failures failures;

  Health(MongoClient client, Failures failures) {
    this.client = client;
    this.failures = failures;
  }

  Future<Void> check() {
    return Calls.start(() -> ping(client))
        .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .onSuccess(answer -> failures.none())
        .recover(failure -> Future.failedFuture(failures.ofRead(failure)));
  }

  /** Runs on the primary, which the driver has to find for it. */
  static Future<Void> ping(MongoClient client) {
    return client.runCommand("ping", new JsonObject().put("ping", 1)).mapEmpty();
  }
}
