package com.plantapop.chat.client;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Asks the nodes; every failure is a Refusal. Safe to use from any thread. */
final class Requests {
  private final Vertx vertx;
  private final DeliveryOptions options;

  Requests(Vertx vertx, long timeoutMs) {
    this.vertx = vertx;
    this.options = new DeliveryOptions().setSendTimeout(timeoutMs);
  }

  /**
   * @param body JSON text: as an object, the bus would round its numbers to doubles
   */
  Future<Acknowledgement> submit(Address address, String body) {
    JsonObject request = new JsonObject().put("address", address.onBus()).put("body", body);
    return ask(
        BusAddresses.SUBMIT, request, Requests::acknowledgement, Refusal.Code.UNKNOWN_OUTCOME);
  }

  /**
   * @param query {@code after}, {@code before} and {@code limit}, as far as wanted
   */
  Future<HistoryPage> history(Address address, JsonObject query) {
    JsonObject request = query.copy().put("address", address.onBus());
    return ask(BusAddresses.HISTORY, request, HistoryPage::of, Refusal.Code.UNAVAILABLE);
  }

  private <T> Future<T> ask(
      String where, JsonObject request, Function<JsonObject, T> read, Refusal.Code silence) {
    return vertx
        .eventBus()
        .<JsonObject>request(where, request, options)
        .map(Message::body)
        .map(read)
        .recover(cause -> Future.failedFuture(Refusals.of(cause, silence)));
  }

  private static Acknowledgement acknowledgement(JsonObject answer) {
    return new Acknowledgement(
        answer.getLong("seq"),
        Instant.parse(answer.getString("acceptedAt")),
        Optional.ofNullable(answer.getString("id")),
        answer.getBoolean("duplicate", false));
  }
}
