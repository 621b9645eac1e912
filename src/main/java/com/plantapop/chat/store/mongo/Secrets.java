package com.plantapop.chat.store.mongo;

import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The secret that all nodes on one database share: whoever comes first makes it. Any thread. */
final class Secrets {
  private static final String SECRET = "bus-secret";
  private static final String VALUE = "value";
  private static final int BYTES = 32;

  private final MongoRequests requests;

  Secrets(MongoRequests requests) {
    this.requests = requests;
  }

  Future<String> secret() {
    return find().compose(found -> found.map(Future::succeededFuture).orElseGet(this::make));
  }

  private Future<Optional<String>> find() {
    return requests
        .findOne(Names.META, new JsonObject().put(Names.ID, SECRET))
        .map(found -> found.map(document -> document.getString(VALUE)));
  }

  private Future<String> make() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String made = HexFormat.of().formatHex(random);
    return requests
        .insert(Names.META, new JsonObject().put(Names.ID, SECRET).put(VALUE, made))
        .compose(inserted -> inserted ? Future.succeededFuture(made) : madeByAnother());
  }

  /** Until a majority has its document, ask again is all we can say. */
  private Future<String> madeByAnother() {
    return find().map(found -> found.orElseThrow(StoreRefusals::away));
  }
}
