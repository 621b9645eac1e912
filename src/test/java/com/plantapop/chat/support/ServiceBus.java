package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service that knows nothing of us but the addresses on the bus. */
public final class ServiceBus {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final BlockingQueue<Heard> inbox = new LinkedBlockingQueue<>();

  /** An event as it came. */
  public record Heard(String seq, String acceptedAt, JsonObject body) {
    private static Heard of(Message<JsonObject> message) {
      return new Heard(
          message.headers().get("seq"), message.headers().get("acceptedAt"), message.body());
    }
  }

  public ServiceBus(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Returns when it listens. */
  public void listen(String address) {
    vertx
        .eventBus()
        .<JsonObject>consumer(address, message -> inbox.add(Heard.of(message)))
        .completion()
        .await();
  }

  /** Waits for what was heard next. */
  public Heard next() throws InterruptedException {
    Heard heard = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(heard).as("a message on the bus").isNotNull();
    return heard;
  }

  /** Waits for the acknowledgement. */
  public JsonObject submit(String address, Object body) {
    return ask("chat.submit", submission(address, body));
  }

  /** Waits for the page. */
  public JsonObject history(String address, JsonObject query) {
    return ask("chat.history", query.copy().put("address", address));
  }

  private JsonObject ask(String where, Object request) {
    return vertx.eventBus().<JsonObject>request(where, request).map(Message::body).await();
  }

  /** What a submission is refused with. */
  public ReplyException refusalOf(String address, Object body) {
    return refusal("chat.submit", submission(address, body));
  }

  /** What a request is refused with. */
  public ReplyException refusal(String where, Object request) {
    return vertx
        .eventBus()
        .request(where, request)
        .map(answer -> (ReplyException) null)
        .recover(cause -> Future.succeededFuture((ReplyException) cause))
        .await();
  }

  private static JsonObject submission(String address, Object body) {
    return new JsonObject().put("address", address).put("body", body);
  }

  public static List<Long> seqs(JsonObject page) {
    return page.getJsonArray("events").stream()
        .map(event -> ((JsonObject) event).getLong("seq"))
        .toList();
  }
}
