package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServiceBus;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G6 for services, while the store is slow and while the node stops. */
class BusDrainTest {
  @TempDir private Path data;
  private final Promise<Void> gate = Promise.promise();
  private final AtomicInteger appends = new AtomicInteger();
  private final String address = Frames.newAddress();
  private final JsonObject message = new JsonObject(Frames.message("hello"));

  private TestNode slowNode(Map<String, String> settings) throws Exception {
    return TestNode.start(
        data,
        settings,
        DisturbedStore.with(
            (runs, next) -> {
              appends.incrementAndGet();
              return gate.future().compose(open -> next.apply(runs));
            }));
  }

  @Test
  void stoppingNodeAnswersWhatItTookAndTakesNothingNew() throws Exception {
    TestNode node = slowNode(Map.of());
    ServiceBus bus = new ServiceBus(node.vertx());
    JsonObject request = new JsonObject().put("address", address).put("body", message);
    Future<Long> taken =
        node.vertx()
            .eventBus()
            .<JsonObject>request("chat.submit", request)
            .map(Message::body)
            .map(acknowledgement -> acknowledgement.getLong("seq"));
    Await.until("the store to be asked", () -> appends.get() == 1);

    CompletableFuture<Void> stop = CompletableFuture.runAsync(node::close);
    Await.until("nobody to listen", () -> isNobodyThere(bus));
    assertThat(stop).isNotDone();
    assertThat(taken.isComplete()).isFalse();

    gate.complete();
    assertThat(taken.await()).isEqualTo(1);
    stop.join();
  }

  private static boolean isNobodyThere(ServiceBus bus) {
    ReplyException refusal = bus.refusal("chat.submit", "nothing");
    return refusal.failureType() == ReplyFailure.NO_HANDLERS;
  }

  @Test
  void deadlineSaysWhetherTheOutcomeIsKnown() throws Exception {
    try (TestNode node = slowNode(Map.of("CHAT_INGEST_DEADLINE_MS", "200"))) {
      ServiceBus bus = new ServiceBus(node.vertx());
      assertCode(bus.refusalOf(address, message), Refusal.Code.UNKNOWN_OUTCOME);
      JsonObject behind = new JsonObject(Frames.message("waiting behind"));
      assertCode(bus.refusalOf(address, behind), Refusal.Code.UNAVAILABLE);

      gate.complete();
      assertThat(bus.submit(address, message).getBoolean("duplicate")).isTrue();
    }
  }

  private static void assertCode(ReplyException refusal, Refusal.Code code) {
    assertThat(refusal.failureCode()).isEqualTo(code.number());
  }
}
