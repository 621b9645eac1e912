package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G5: whoever was told that the subscription stands hears, whoever else comes, fails or goes. */
class JoiningTest {
  private static final int LINGER_MS = 500;
  private static final Future<Void> AWAY =
      Future.failedFuture(Refusal.of(Refusal.Code.UNAVAILABLE, "away"));

  private final String address = Frames.newAddress();
  private volatile Future<?> reads = Future.succeededFuture();
  @TempDir private Path data;
  private TestNode node;
  private BridgeSocket first;
  private BridgeSocket second;

  /** Connections take the two event loops in turn. */
  @BeforeEach
  void start() throws Exception {
    start(LINGER_MS);
  }

  private void start(int lingerMs) throws Exception {
    node =
        TestNode.start(
            data,
            Map.of("CHAT_HUB_LINGER_MS", "" + lingerMs, "CHAT_INGEST_DEADLINE_MS", "3000"),
            DisturbedStore.withReadsAfter(chat -> reads));
    first = BridgeSocket.raw(node.vertx(), node.port());
    second = BridgeSocket.raw(node.vertx(), node.port());
    // What is done for the first time takes longer than the linger.
    for (BridgeSocket socket : List.of(first, second)) {
      socket.register(Frames.newAddress(), null);
      socket.submit(Frames.newAddress(), "{}");
    }
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    node.close();
  }

  private void lingerPasses() {
    node.vertx().timer(2 * LINGER_MS, TimeUnit.MILLISECONDS).await();
  }

  private void assertBothHear() throws Exception {
    String message = Frames.message("hello");
    second.send(Frames.publish(address, message));
    for (BridgeSocket reader : List.of(first, second)) {
      JsonObject event = reader.nextJson();
      assertThat(event.getJsonObject("body").getString("content")).isEqualTo("hello");
    }
  }

  @Test
  void whoJoinsWhileAnotherLoopGivesUpHears() throws Exception {
    reads = AWAY;
    assertThat(refusalOf(first, Frames.register(address, null))).isEqualTo(503);
    Promise<Void> back = Promise.promise();
    reads = back.future();
    second.send(Frames.register(address, null));
    lingerPasses();
    back.complete();

    assertThat(second.nextJson().getString("event")).isEqualTo("registered");
    first.register(address, null);
    assertBothHear();
  }

  @Test
  void whoComesAfterOneThatGaveUpWhileJoiningHears() throws Exception {
    Promise<Void> back = Promise.promise();
    reads = back.future();
    assertThat(refusalOf(first, Frames.register(address, null))).isEqualTo(503);
    lingerPasses();
    second.send(Frames.register(address, null));
    back.complete();

    assertThat(second.nextJson().getString("event")).isEqualTo("registered");
    first.register(address, null);
    assertBothHear();
  }

  @Test
  void aTopicWithoutALingerIsLeftAtOnceAndJoinedAgain() throws Exception {
    stop();
    start(0);
    for (int i = 0; i < 20; i++) {
      first.register(address, null);
      second.register(address, null);
      first.send(Frames.unregister(address));
      second.send(Frames.unregister(address));
    }
    first.register(address, null);
    second.register(address, null);
    assertBothHear();
  }

  private static int refusalOf(BridgeSocket socket, String frame) throws Exception {
    return new JsonObject(socket.ask(frame)).getInteger("failureCode");
  }
}
