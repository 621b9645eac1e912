package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is gone is not counted, however it ended; what never comes to an end is cut. */
class ConnectionsTest {
  private static final int MOST = 20;
  private static final long TRICKLE_NANOS = 50_000_000;

  @TempDir private static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings =
        Map.of(
            "CHAT_HTTP_MAX_CONNECTIONS", "" + MOST,
            "CHAT_HTTP_REQUEST_TIMEOUT_MS", "1500",
            "CHAT_EDGE_MAX_VIOLATIONS", "1");
    node = TestNode.start(data, settings, UnaryOperator.identity());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** The ways in which a connection can end. */
  enum End {
    HANDSHAKE_THEN_CLOSED,
    HANDSHAKE_THEN_RESET,
    SOCK_JS_THEN_CLOSE_FRAME,
    CLOSE_FRAME_IN_THE_MIDDLE_OF_A_MESSAGE,
    CLOSED_BY_US,
    BROKEN_FRAME,
    TOO_BIG,
    HANDSHAKE_REFUSED,
    REQUEST_THEN_CLOSED,
    CONNECTION_CLOSE,
    HALF_A_REQUEST,
    HALF_A_BODY,
    NO_REQUEST,
    NONSENSE,
    POLL_LEFT,
    STREAM_LEFT
  }

  private static void come(End end, int number) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      leave(client, end, "/eventbus/0/" + end.name().toLowerCase(Locale.ROOT) + number);
    }
  }

  private static void leave(RawClient client, End end, String session) throws IOException {
    switch (end) {
      case HANDSHAKE_THEN_CLOSED -> open(client, "/eventbus/websocket");
      case HANDSHAKE_THEN_RESET -> {
        open(client, "/eventbus/websocket");
        client.reset();
      }
      case SOCK_JS_THEN_CLOSE_FRAME -> {
        open(client, session + "/websocket");
        client.frame(0x80 | RawClient.CLOSE, new byte[] {3, (byte) 0xE8});
        assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(1000);
        assertThat(client.isEnded()).isTrue();
      }
      case CLOSE_FRAME_IN_THE_MIDDLE_OF_A_MESSAGE -> {
        open(client, "/eventbus/websocket");
        client.frame(RawClient.TEXT, "half".getBytes(StandardCharsets.UTF_8));
        client.frame(0x80 | RawClient.CLOSE, new byte[0]);
        assertThat(client.isEnded()).isTrue();
      }
      case CLOSED_BY_US -> {
        open(client, "/eventbus/websocket");
        client.frame(RawClient.TEXT, "no frame");
        assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(4009);
      }
      case BROKEN_FRAME -> {
        open(client, "/eventbus/websocket");
        client.frame(0xF1, new byte[0]);
        assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(1002);
        assertThat(client.isEnded()).isTrue();
      }
      case TOO_BIG -> {
        open(client, "/eventbus/websocket");
        client.write(new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4});
        assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(1009);
        assertThat(client.isEnded()).isTrue();
      }
      case HANDSHAKE_REFUSED ->
          assertThat(client.request("GET", "/eventbus/websocket", "").answer()).contains(" 400 ");
      case REQUEST_THEN_CLOSED -> health(client, "");
      case CONNECTION_CLOSE -> {
        health(client, "Connection: close\r\n");
        assertThat(client.isEnded()).isTrue();
      }
      case HALF_A_REQUEST -> client.write("GET / HTT");
      case HALF_A_BODY -> client.request("POST", "/", "Content-Length: 9\r\n").write("half");
      case NO_REQUEST -> {}
      case NONSENSE -> client.write("nonsense\r\n\r\n");
      case POLL_LEFT -> {
        assertThat(client.request("POST", session + "/xhr", "Content-Length: 0\r\n").answer())
            .contains(" 200 ");
        client.request("POST", session + "/xhr", "Content-Length: 0\r\n");
      }
      case STREAM_LEFT -> {
        client.request("GET", session + "/eventsource", "");
        assertThat(client.head()).contains("200");
      }
    }
  }

  private static void open(RawClient client, String target) throws IOException {
    assertThat(client.handshake(target, "")).isEqualTo(101);
  }

  private static void health(RawClient client, String headers) throws IOException {
    assertThat(client.request("GET", "/health/live", headers).answer()).contains(" 200 ");
  }

  /** Whoever has gone before the node had let it in is counted for a moment, later than it went. */
  private static boolean comes(End end, int number) {
    try {
      come(end, number);
      return true;
    } catch (IOException cutOff) {
      return false;
    } catch (Exception other) {
      throw new IllegalStateException(other);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsGoneIsNotCounted(End end) throws Exception {
    for (int i = 0; i < MOST + 5; i++) {
      int number = i;
      Await.until("room", () -> node.usage().connections() < MOST && comes(end, number));
    }

    Await.until(
        "nothing left: " + node.usage(),
        () -> node.usage().equals(new EdgeVerticle.Usage(0, 0, 0, 0)));
  }

  @Test
  void beyondTheBoundNewOnesAreTurnedAwayUntilOthersLeave() throws Exception {
    RawClient[] open = new RawClient[MOST];
    for (int i = 0; i < MOST; i++) {
      open[i] = new RawClient(node.port());
      open(open[i], "/eventbus/websocket");
    }
    try (RawClient refused = new RawClient(node.port())) {
      assertThat(refused.isEnded()).isTrue();
    }

    open[7].reset();
    Await.until("room", () -> node.usage().connections() < MOST);
    try (RawClient next = new RawClient(node.port())) {
      health(next, "");
    }
    for (RawClient client : open) {
      client.close();
    }
    Await.until("nobody", () -> node.usage().connections() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /eventbus/0/slow/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
        "POST /health/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n",
      })
  void whatTricklesIsCut(String begin) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      client.write(begin);
      long end = System.nanoTime() + 20_000_000_000L;
      boolean alive = true;
      while (alive && System.nanoTime() < end) {
        LockSupport.parkNanos(TRICKLE_NANOS);
        alive = tricklesOn(client);
      }
      assertThat(alive).isFalse();
    }
  }

  private static boolean tricklesOn(RawClient client) {
    try {
      client.write("x");
      return true;
    } catch (IOException cut) {
      return false;
    }
  }

  @Test
  void socketsAndStreamsAreNotCutForAskingNothing() throws Exception {
    try (RawClient socket = new RawClient(node.port());
        RawClient stream = new RawClient(node.port())) {
      String address = Frames.newAddress();
      open(socket, "/eventbus/websocket");
      stream.request("POST", "/eventbus/0/quiet/xhr_streaming", "Content-Length: 0\r\n");
      assertThat(stream.head()).contains(" 200 ");
      long end = System.nanoTime() + 4_000_000_000L;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(TRICKLE_NANOS);
      }
      assertThat(node.usage().sessions()).isEqualTo(1);
      socket.frame(RawClient.TEXT, Frames.register(address, null));
      socket.expect(RawClient.TEXT, "registered");
      socket.frame(RawClient.TEXT, Frames.publish(address, Frames.message("here")));
      socket.expect(RawClient.TEXT, "here");
    }
  }
}
