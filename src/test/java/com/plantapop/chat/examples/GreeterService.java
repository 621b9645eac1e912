package com.plantapop.chat.examples;

import com.plantapop.chat.client.ChatClient;
import com.plantapop.chat.client.ChatEvent;
import com.plantapop.chat.client.ClientSettings;
import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A service that answers every "hello" of a chat exactly once, whatever is lost, restarted or
 * killed: it subscribes without gaps, and the id of its answer follows from the question's, so that
 * a question that it sees again changes nothing.
 */
public final class GreeterService {
  private final Vertx vertx;
  private final ChatClient client;
  private final ChatId chat;

  private GreeterService(Vertx vertx, ChatId chat) {
    this.vertx = vertx;
    // More than CHAT_INGEST_DEADLINE_MS of the nodes, which is 2000 where this runs.
    this.client = ChatClient.create(vertx, new ClientSettings(3_000, 1_000));
    this.chat = chat;
  }

  /** Takes the own host, a node's {@code host:port} of Hazelcast, and a chat's id. */
  public static void main(String[] args) {
    PlainService.join(args[0], args[1])
        .compose(vertx -> new GreeterService(vertx, new ChatId(args[2])).run())
        .onSuccess(running -> System.out.println("subscribed"))
        .onFailure(Throwable::printStackTrace);
  }

  private Future<?> run() {
    return client.subscribe(Address.messages(chat), 0, this::hear);
  }

  private void hear(ChatEvent event) {
    String content = event.body().getString("content", "");
    if (content.startsWith("hello")) {
      greet(new JsonObject().put("id", idAfter(event)).put("content", "re: " + content))
          .onSuccess(sent -> System.out.println("greeted " + event.seq()))
          .onFailure(Throwable::printStackTrace);
    }
  }

  private static String idAfter(ChatEvent event) {
    String name = "greeting of " + event.body().getString("id");
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Future<Acknowledgement> greet(JsonObject greeting) {
    return client
        .send(chat, greeting)
        .recover(cause -> mayRetry(cause) ? later(greeting) : Future.failedFuture(cause));
  }

  private static boolean mayRetry(Throwable cause) {
    Refusal.Code code = ((Refusal) cause).code();
    return code == Refusal.Code.UNAVAILABLE || code == Refusal.Code.UNKNOWN_OUTCOME;
  }

  private Future<Acknowledgement> later(JsonObject greeting) {
    return vertx.timer(500, TimeUnit.MILLISECONDS).compose(passed -> greet(greeting));
  }
}
