package com.plantapop.chat.examples;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A service in the cluster that has nothing of PlantaPop Chat on its class path: it needs
 * vertx-core and vertx-hazelcast, and knows three addresses. It prints what it hears and what its
 * submissions come to.
 */
public final class PlainService {
  /** Not now, and nobody knows: both are safe to repeat with the same id. */
  private static final Set<Integer> RETRY = Set.of(503, 504);

  private final Vertx vertx;
  private final String address;

  /** What was published past the way in came back with a number. */
  private boolean published;

  private PlainService(Vertx vertx, String address) {
    this.vertx = vertx;
    this.address = address;
  }

  /** Takes the own host, a node's {@code host:port} of Hazelcast, and a chat's address. */
  public static void main(String[] args) {
    join(args[0], args[1])
        .compose(vertx -> new PlainService(vertx, args[2]).run())
        .onFailure(Throwable::printStackTrace);
  }

  /** Joins the cluster of the nodes. */
  static Future<Vertx> join(String host, String member) {
    Config hazelcast = ConfigUtil.loadConfig().setClusterName("plantapop-chat");
    hazelcast.setProperty("hazelcast.local.localAddress", host);
    hazelcast.setProperty("hazelcast.socket.bind.any", "false");
    JoinConfig join = hazelcast.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember(member);
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(host)))
        .withClusterManager(new HazelcastClusterManager(hazelcast))
        .buildClustered();
  }

  private Future<?> run() {
    JsonObject message = message("from a service");
    JsonObject other = message.copy().put("content", "something else");
    return vertx
        .eventBus()
        .<JsonObject>consumer(address, this::hear)
        .completion()
        .compose(listening -> tell(message))
        .compose(told -> tell(message))
        .compose(told -> tell(other))
        .compose(told -> history())
        .compose(told -> publishUntilHeard(message("published")));
  }

  /** The bus may lose it while members come and go; with the same id it is stored once. */
  private Future<?> publishUntilHeard(JsonObject message) {
    return vertx
        .eventBus()
        .publisher(address)
        .write(message)
        .compose(written -> vertx.timer(1_000, TimeUnit.MILLISECONDS))
        .compose(passed -> published ? Future.succeededFuture() : publishUntilHeard(message));
  }

  private static JsonObject message(String content) {
    return new JsonObject().put("id", UUID.randomUUID().toString()).put("content", content);
  }

  private void hear(Message<JsonObject> message) {
    String seq = message.headers().get("seq");
    if (seq != null) { // Else somebody published it who is not the chat: it is not stored.
      String content = message.body().getString("content");
      published |= content.equals("published");
      System.out.println("heard " + seq + " " + content);
    }
  }

  private Future<?> tell(JsonObject message) {
    return submit(message)
        .onSuccess(acknowledgement -> System.out.println("acknowledged " + acknowledgement))
        .otherwise(PlainService::printRefusal);
  }

  private static JsonObject printRefusal(Throwable refusal) {
    System.out.println(
        "refused " + ((ReplyException) refusal).failureCode() + " " + refusal.getMessage());
    return null;
  }

  private Future<JsonObject> submit(JsonObject message) {
    JsonObject request = new JsonObject().put("address", address).put("body", message);
    return vertx
        .eventBus()
        .<JsonObject>request("chat.submit", request)
        .map(Message::body)
        .recover(cause -> mayRetry(cause) ? later(message) : Future.failedFuture(cause));
  }

  private static boolean mayRetry(Throwable cause) {
    ReplyException refusal = (ReplyException) cause;
    return refusal.failureType() != ReplyFailure.RECIPIENT_FAILURE
        || RETRY.contains(refusal.failureCode());
  }

  private Future<JsonObject> later(JsonObject message) {
    return vertx.timer(500, TimeUnit.MILLISECONDS).compose(passed -> submit(message));
  }

  private Future<?> history() {
    JsonObject query = new JsonObject().put("address", address).put("after", 0).put("limit", 10);
    return vertx
        .eventBus()
        .<JsonObject>request("chat.history", query)
        .onSuccess(page -> System.out.println("history " + page.body().getLong("head")));
  }
}
