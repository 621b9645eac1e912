package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 from the side of a client that writes its frames by hand. */
class WebSocketRulesTest {
  private static final int FINAL = 0x80;
  private static final int SMALL_WINDOW = 4096;
  private static final int BUDGET = 262_144;

  @TempDir private static Path data;
  @TempDir private static Path impatientData;
  private static TestNode node;
  private static TestNode impatient;

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start(data);
    // The proportions of the defaults: the time to stall is above that of a heartbeat.
    Map<String, String> settings =
        Map.of(
            "CHAT_EDGE_STALL_TIMEOUT_MS", "2400",
            "CHAT_EDGE_HEARTBEAT_MS", "2000",
            "CHAT_EDGE_IDLE_TIMEOUT_MS", "7200");
    impatient = TestNode.start(impatientData, Limits.farOff(settings), UnaryOperator.identity());
  }

  @AfterAll
  static void stop() {
    node.close();
    impatient.close();
  }

  private static RawClient open(TestNode to, String target, int window) throws IOException {
    RawClient client = new RawClient(to.port(), window);
    assertThat(client.handshake(target, "")).isEqualTo(101);
    return client;
  }

  private static RawClient raw() throws IOException {
    return open(node, "/eventbus/websocket", 0);
  }

  @Test
  void rawSocketIsAnsweredInTheOpcodeThatItsClientUsedLast() throws Exception {
    String address = Frames.newAddress();
    try (RawClient client = raw();
        RawClient other = raw()) {
      client.frame(RawClient.BINARY, Frames.register(address, null));
      assertThat(client.next().opcode()).isEqualTo(RawClient.BINARY);
      other.frame(RawClient.TEXT, Frames.register(address, null));
      assertThat(other.next().opcode()).isEqualTo(RawClient.TEXT);

      other.frame(RawClient.TEXT, Frames.publish(address, Frames.message("one")));
      RawClient.Frame event = client.next();
      assertThat(event.opcode()).isEqualTo(RawClient.BINARY);
      assertThat(event.text()).contains("\"content\":\"one\"");
      assertThat(other.next().opcode()).isEqualTo(RawClient.TEXT);

      client.frame(RawClient.TEXT, "{\"type\":\"nonsense\"}");
      assertThat(client.next().opcode()).isEqualTo(RawClient.TEXT);
      client.frame(RawClient.TEXT, Frames.publish(address, Frames.message("two")));
      assertThat(client.next().opcode()).isEqualTo(RawClient.TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "C1, '', 1002", // a reserved bit
    "83, '', 1002", // an unknown opcode
    "8B, '', 1002", // an unknown control opcode
    "80, x, 1002", // the rest of nothing
    "09, x, 1002", // half a ping
    "88, x, 1002", // half a code
  })
  void whatTheRfcForbidsIsToldInItsOwnCodes(String first, String payload, int code)
      throws Exception {
    for (String target : new String[] {"/eventbus/websocket", "/eventbus/0/rules/websocket"}) {
      try (RawClient client = open(node, target, 0)) {
        client.frame(Integer.parseInt(first, 16), payload.getBytes(StandardCharsets.UTF_8));
        assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(code);
        assertThat(client.isEnded()).isTrue();
      }
    }
  }

  @Test
  void textThatIsNotUtf8EndsASocketAndBinaryIsAnswered() throws Exception {
    byte[] broken = {'"', (byte) 0xC3, '"'};
    try (RawClient client = raw()) {
      client.frame(FINAL | RawClient.BINARY, broken);
      assertThat(client.next().text()).contains("400");
      client.frame(FINAL | RawClient.TEXT, broken);
      assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(1007);
    }
  }

  @Test
  void pingBetweenFragmentsIsAnsweredWithItsPayload() throws Exception {
    try (RawClient client = raw()) {
      client.frame(RawClient.TEXT, new byte[0]);
      client.frame(0, "{\"type\":".getBytes(StandardCharsets.UTF_8));
      client.frame(RawClient.PING, "between");
      client.frame(FINAL, "\"nonsense\"}".getBytes(StandardCharsets.UTF_8));

      client.expect(RawClient.PONG, "between");
      client.expect(RawClient.TEXT, "type: must be");
    }
  }

  @Test
  void pongsThatNobodyReadsDoNotPileUp() throws Exception {
    try (RawClient client = open(node, "/eventbus/websocket", SMALL_WINDOW)) {
      byte[] ping = RawClient.masked(FINAL | RawClient.PING, new byte[125]);
      byte[] many = new byte[ping.length * 1000];
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(ping, 0, many, i * ping.length, ping.length);
      }
      Thread flood = new Thread(() -> writeForEver(client, many));
      flood.start();
      // Its writes stand still once nobody reads them any more, long before 200 MB.
      Await.until(
          "a flood that is not read",
          () -> flood.getState() == Thread.State.RUNNABLE && node.usage().bytes() > 200_000);
      assertThat(node.usage().bytes()).isLessThan(1 << 20);
      client.reset();
      flood.join(10_000);
      assertThat(flood.isAlive()).isFalse();
      Await.until("nothing kept", () -> node.usage().bytes() == 0);
    }
  }

  private static void writeForEver(RawClient client, byte[] bytes) {
    try {
      for (int i = 0; i < 1500; i++) {
        client.write(bytes);
      }
    } catch (IOException closed) {
      // As is meant.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/websocket", "/eventbus/0/stalls/websocket"})
  void whoReadsNothingIsClosedThoughHeartbeatsAreWritten(String target) throws Exception {
    String address = Frames.newAddress();
    long before = CloseCode.STALLED.closed();
    try (RawClient reader = open(impatient, target, SMALL_WINDOW);
        RawClient writer = open(impatient, "/eventbus/websocket", 0)) {
      String register = Frames.register(address, null);
      reader.frame(
          RawClient.TEXT,
          target.contains("stalls")
              ? new io.vertx.core.json.JsonArray().add(register).encode()
              : register);
      Await.until("more than its budget", () -> fill(writer, address) > BUDGET);

      Await.until("code 4008", () -> CloseCode.STALLED.closed() > before);
      // What waited comes first, then our code; a SockJS client has it in a frame before.
      assertThat(reader.next(RawClient.CLOSE).code()).isIn(4008, 1000);
      reader.reset();
      Await.until("the end", () -> impatient.usage().bytes() == 0);
    }
  }

  private static long fill(RawClient writer, String address) throws IOException {
    writer.frame(RawClient.TEXT, Frames.send(address, Frames.message("x".repeat(50_000)), "reply"));
    writer.expect(RawClient.TEXT, "seq");
    return impatient.usage().bytes();
  }

  @Test
  void whoAnswersNoHeartbeatIsClosed() throws Exception {
    try (RawClient client = open(impatient, "/eventbus/websocket", 0)) {
      client.expect(RawClient.PING, "");
      assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(4408);
    }
  }

  @Test
  void whoAnswersHeartbeatsStays() throws Exception {
    long begin = System.nanoTime();
    try (RawClient client = open(impatient, "/eventbus/0/beats/websocket", 0)) {
      client.expect(RawClient.TEXT, "o");
      while (System.nanoTime() - begin < 10_000_000_000L) {
        client.expect(RawClient.TEXT, "h");
        client.next(RawClient.PING);
        client.frame(RawClient.PONG, "");
      }
      client.frame(RawClient.TEXT, "[\"{}\"]");
      client.expect(RawClient.TEXT, "type: must be");
    }
  }
}
