package com.plantapop.chat.store.mongo;

import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that all nodes on one database share: whoever comes first makes it. Any thread. */
final class Secrets {
  private static final String SECRET = "bus-secret";
  private static final String VALUE = "value";
  private static final int BYTES = 32;

  private final MongoClient client;
  private final RequestLimit limit;
  private final Finder finder;
  private final Failures failures;

  Secrets(MongoClient client, RequestLimit limit, Finder finder, Failures failures) {
    this.client = client;
    this.limit = limit;
    this.finder = finder;
    this.failures = failures;
  }

  Future<String> secret() {
    return find().compose(found -> found == null ? make() : Future.succeededFuture(found));
  }

  private Future<String> find() {
    return finder
        .find(Names.META, new JsonObject().put(Names.ID, SECRET), new FindOptions().setLimit(1), 1)
        .map(found -> found.isEmpty() ? null : found.get(0).getString(VALUE));
  }

  private Future<String> make() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String made = HexFormat.of().formatHex(random);
    JsonObject document = new JsonObject().put(Names.ID, SECRET).put(VALUE, made);
    return limit
        .run(() -> client.insert(Names.META, document))
        .map(inserted -> made)
        .recover(this::madeByAnother);
  }

  /** Another node was faster; until a majority has its document, ask again is all we can say. */
  private Future<String> madeByAnother(Throwable failure) {
    return Failures.isDuplicate(failure)
        ? find().compose(Secrets::present)
        : Future.failedFuture(failures.ofWrite(failure));
  }

  private static Future<String> present(String found) {
    return found == null
        ? Future.failedFuture(StoreRefusals.away())
        : Future.succeededFuture(found);
  }
}
