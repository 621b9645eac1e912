package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many frames one socket may send, and what becomes of one that sends more. */
@Timeout(60)
class FrameRateTest {
  private static final int BURST = 30;

  @TempDir private Path data;
  private TestNode node;
  private BridgeSocket socket;

  @BeforeEach
  void open() throws Exception {
    Map<String, String> settings =
        Map.of("CHAT_EDGE_FRAMES_PER_SECOND", "20", "CHAT_EDGE_FRAME_BURST", "" + BURST);
    node = TestNode.start(data, settings, UnaryOperator.identity());
    socket = BridgeSocket.raw(node.vertx(), node.port());
  }

  @AfterEach
  void close() {
    socket.close();
    node.close();
  }

  private void ask(String reply) {
    socket.send(Frames.send("chat.session", "{}", reply));
  }

  /** Far more than it may, and more than would be broken frames in a row. */
  @Test
  void whoWaitsAsToldIsServedAndStays() throws Exception {
    int all = 2 * BURST - 5;
    for (int i = 0; i < all; i++) {
      ask("reply");
    }
    long refused = 0;
    for (int answered = 0; answered < all; ) {
      JsonObject answer = socket.nextJson();
      if (answer.getString("type").equals("rec")) {
        answered++;
      } else {
        refused++;
        assertThat(answer.getInteger("failureCode")).as(answer.encode()).isEqualTo(429);
        assertThat(answer.getString("message")).isEqualTo("too many frames a second");
        assertThat(answer.getString("address")).isEqualTo("reply");
        askLater(answer.getLong("retryAfterMs"));
      }
    }
    assertThat(refused).as("told once each, but for a few").isBetween(1L, 2L * BURST);
    Await.until("the socket to be served", this::isServed);
  }

  private boolean isServed() throws InterruptedException {
    String message = Frames.message("here");
    return socket.submit(Frames.newAddress(), message).getString("type").equals("rec");
  }

  private void askLater(long afterMs) {
    assertThat(afterMs).isPositive();
    node.vertx().setTimer(afterMs, passed -> node.vertx().executeBlocking(this::askAgain));
  }

  private Void askAgain() {
    ask("reply");
    return null;
  }

  @Test
  void whoGoesOnAllTheSameHasToGo() throws Exception {
    Await.until("the end", this::cannotAsk);

    assertThat(socket.closeCode()).isEqualTo(4009);
    assertThat(socket.received()).as("what it may, and as many refusals").isLessThan(5 * BURST);
  }

  private boolean cannotAsk() {
    try {
      ask("reply");
      return false;
    } catch (RuntimeException closed) {
      return true;
    }
  }

  @Test
  void pauseEarnsABurst() throws Exception {
    for (int i = 0; i < BURST; i++) {
      ask("reply");
      assertThat(socket.nextJson().getString("type")).isEqualTo("rec");
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    Await.until("the pause", () -> System.nanoTime() - until > 0);
    for (int i = 0; i < BURST; i++) {
      ask("reply");
      assertThat(socket.nextJson().getString("type")).isEqualTo("rec");
    }
  }
}
