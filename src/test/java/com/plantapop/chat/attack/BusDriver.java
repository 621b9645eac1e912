package com.plantapop.chat.attack;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;

/** The same by a service in the cluster that hands on the token of whoever asks it. */
final class BusDriver {
  private BusDriver() {}

  static int attempt(Stage stage, Attempt attempt) {
    DeliveryOptions options = new DeliveryOptions();
    attempt.headers().forEach(options::addHeader);
    if (attempt.token() != null) {
      options.addHeader("Authorization", "Bearer " + attempt.token());
    }
    JsonObject request = new JsonObject().put("address", attempt.address());
    boolean isRead = attempt.verb() == Attempt.Verb.HISTORY;
    return stage
        .vertx()
        .eventBus()
        .request(
            isRead ? "chat.history" : "chat.submit",
            isRead ? request : request.put("body", attempt.body()),
            options)
        .map(200)
        .recover(refused -> Future.succeededFuture(((ReplyException) refused).failureCode()))
        .await();
  }
}
