package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.client.ChatClient;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServiceBus;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G6 while the store is silent: everything is answered in time, counted from its arrival. */
@Timeout(120)
class SilentStoreTest {
  private static final long DEADLINE_MS = 3_000;

  /** For the answer itself, on a busy machine. */
  private static final long GRACE_MS = 2_000;

  private final String address = Frames.newAddress();
  private final Promise<Void> readsGoOn = Promise.promise();
  private final Promise<Void> appendsGoOn = Promise.promise();
  private volatile Future<?> reads = Future.succeededFuture();
  private volatile Future<?> appends = Future.succeededFuture();
  private final AtomicInteger asked = new AtomicInteger();
  private CompletableFuture<Void> stopped;
  @TempDir private Path data;
  private TestNode node;
  private BridgeSocket socket;

  @BeforeEach
  void start() throws Exception {
    node =
        TestNode.start(
            data,
            Map.of("CHAT_INGEST_DEADLINE_MS", "" + DEADLINE_MS),
            store ->
                DisturbedStore.with((runs, next) -> appends.compose(open -> next.apply(runs)))
                    .apply(DisturbedStore.withReadsAfter(chat -> gate()).apply(store)));
    socket = BridgeSocket.sockJs(node.vertx(), node.port());
    socket.submit(address, Frames.message("first"));
  }

  @AfterEach
  void stop() throws Exception {
    readsGoOn.tryComplete();
    appendsGoOn.tryComplete();
    if (stopped == null) {
      node.close();
    } else {
      stopped.get(30, TimeUnit.SECONDS);
    }
  }

  private Future<?> gate() {
    asked.incrementAndGet();
    return reads;
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private void expectUnavailable(String at) throws Exception {
    JsonObject refusal = socket.nextJson();
    assertThat(refusal.getString("address")).isEqualTo(at);
    assertThat(refusal.getInteger("failureCode")).as(refusal.encode()).isEqualTo(503);
  }

  @Test
  void whatWaitsBehindTenHistoriesAndARegistrationIsAnsweredInTime() throws Exception {
    reads = readsGoOn.future();
    String unknown = Frames.newAddress();
    JsonArray together = new JsonArray();
    for (int i = 0; i < 10; i++) {
      together.add(Frames.send(address + ".history", "{}", "h" + i));
    }
    together.add(Frames.register(unknown, 0L));
    together.add(Frames.send(address, Frames.message("behind"), "behind"));
    together.add(Frames.publish(address, Frames.message("published behind")));
    long sent = System.nanoTime();
    socket.sendAsIs(together.encode());
    for (int i = 0; i < 10; i++) {
      expectUnavailable("h" + i);
    }
    expectUnavailable(unknown);
    expectUnavailable("behind");
    expectUnavailable(address);
    assertThat(millisSince(sent)).isBetween(DEADLINE_MS, DEADLINE_MS + GRACE_MS);

    readsGoOn.complete();
    JsonObject next = socket.submit(address, Frames.message("next")).getJsonObject("body");
    assertThat(next.getLong("seq")).as("what was refused is not stored later").isEqualTo(2);
  }

  @Test
  void whatHasWaitedAtTheSocketHasTheRestOfItsTime() throws Exception {
    reads = readsGoOn.future();
    appends = appendsGoOn.future();
    long sent = System.nanoTime();
    socket.send(Frames.send(address + ".history", "{}", "history"));
    socket.send(Frames.send(address, Frames.message("behind"), "behind"));
    node.vertx().setTimer(DEADLINE_MS * 3 / 4, passed -> readsGoOn.complete());

    assertThat(socket.nextJson().getString("type")).isEqualTo("rec");
    JsonObject unknown = socket.nextJson();
    assertThat(unknown.getString("address")).isEqualTo("behind");
    assertThat(unknown.getInteger("failureCode")).isEqualTo(504);
    assertThat(millisSince(sent)).isBetween(DEADLINE_MS - 100, DEADLINE_MS + GRACE_MS);
  }

  @Test
  void registrationThatWasRefusedForTimeDoesNotStandLater() throws Exception {
    reads = readsGoOn.future();
    socket.send(Frames.register(address, 0L));
    expectUnavailable(address);

    readsGoOn.complete();
    socket.submit(address, Frames.message("unheard"));
    assertThat(socket.isQuiet()).isTrue();
    assertThat(socket.register(address, 1L)).isEqualTo(1);
    assertThat(socket.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("2");
    socket.submit(Frames.newAddress(), Frames.message("elsewhere"));
    assertThat(socket.isQuiet()).isTrue();
  }

  @Test
  void servicesAreAnsweredInTimeToo() {
    reads = readsGoOn.future();
    long asked = System.nanoTime();
    JsonObject request = new JsonObject().put("address", address);
    assertThat(new ServiceBus(node.vertx()).refusal("chat.history", request).failureCode())
        .isEqualTo(503);
    assertThat(millisSince(asked)).isLessThan(DEADLINE_MS + GRACE_MS);

    Address log = Address.messages(ChatId.parse(address.substring(5)).orElseThrow());
    Future<?> subscribed = ChatClient.create(node.vertx()).subscribe(log, event -> {});
    Throwable refusal = subscribed.map((Throwable) null).recover(Future::succeededFuture).await();
    assertThat(((Refusal) refusal).code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    assertThat(millisSince(asked)).isLessThan(2 * (DEADLINE_MS + GRACE_MS));
  }

  @Test
  void historyUnderWayIsAnsweredBeforeTheDrainClosesItsSocket() throws Exception {
    reads = readsGoOn.future();
    BridgeSocket idle = BridgeSocket.raw(node.vertx(), node.port());
    int before = asked.get();
    socket.send(Frames.send(address + ".history", "{}", "history"));
    Await.until("the store is asked", () -> asked.get() > before);
    stopped = CompletableFuture.runAsync(node::close);
    assertThat(idle.closeCode()).isEqualTo(4000);

    readsGoOn.complete();
    JsonObject answer = socket.nextJson();
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
    assertThat(socket.closeCode()).isEqualTo(4000);
  }
}
