package com.plantapop.chat.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How sessions of the fallback transports, and those who wait for room, go on and end. */
class FallbackSessionsTest {
  private static final int SMALL_WINDOW = 16_384;

  @TempDir private Path data;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final String session = "/eventbus/000/" + UUID.randomUUID().toString().replace("-", "");
  private final String address = Frames.newAddress();
  private TestNode node;

  private void start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    // Sessions that nobody polls any more would be waited for at the end.
    all.put("CHAT_DRAIN_TIMEOUT_MS", "1000");
    node = TestNode.start(data, all, UnaryOperator.identity());
    open.add(node);
  }

  @AfterEach
  void close() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private RawClient client(int window) throws IOException {
    RawClient client = new RawClient(node.port(), window);
    open.add(client);
    return client;
  }

  private static RawClient post(RawClient client, String target, String body) throws IOException {
    return client.request("POST", target, "Content-Length: " + body.length() + "\r\n", body);
  }

  private static String post(String frame) {
    return new JsonArray().add(frame).encode();
  }

  private RawClient webSocket() throws IOException {
    RawClient client = client(0);
    assertThat(client.handshake("/eventbus/websocket", "")).isEqualTo(101);
    return client;
  }

  private void say(RawClient webSocket, int count, int size) throws IOException {
    for (int i = 0; i < count; i++) {
      String body = Frames.message("x".repeat(size));
      webSocket.frame(RawClient.TEXT, Frames.send(address, body, "r"));
      webSocket.expect(RawClient.TEXT, "seq");
    }
  }

  /** As a service does, which needs no room that is kept for clients. */
  private void submit() throws Exception {
    JsonObject event =
        new JsonObject()
            .put("address", address)
            .put("body", new JsonObject(Frames.message("from a service")));
    node.vertx().eventBus().request(BusAddresses.SUBMIT, event).await(10, TimeUnit.SECONDS);
  }

  /** Asks over the session for a page of 180 KB. */
  private void askForThePast() throws IOException {
    String ask = Frames.send(address + ".history", "{\"limit\":3}", "past");
    assertThat(post(client(0), session + "/xhr_send", post(ask)).head()).contains(" 204 ");
  }

  @Test
  void whoWaitsForRoomGoesOnHoweverShortTheShortageWas() throws Exception {
    start(
        Map.of(
            "CHAT_EDGE_MAX_FRAME_BYTES", "4096",
            "CHAT_EDGE_READER_BUDGET_BYTES", "8192",
            "CHAT_HUB_PAGE_BYTES", "1024",
            "CHAT_EDGE_NODE_BUDGET_BYTES", "65536"));
    RawClient reader = webSocket();
    reader.frame(RawClient.TEXT, Frames.register(address, null));
    reader.expect(RawClient.TEXT, "registered");
    long idle = node.usage().bytes();
    byte[] ping = RawClient.masked(0x81, "{\"type\":\"ping\"}".getBytes(US_ASCII));
    for (int round = 1; round <= 3; round++) {
      // What the reader has begun to say makes it one of those who hold something.
      byte[] begun = Arrays.copyOf(ping, ping.length - 4);
      reader.write(begun);
      Await.until("a frame that is not complete", () -> node.usage().bytes() > idle);
      RawClient greedy = webSocket();
      greedy.write(Arrays.copyOf(RawClient.masked(0x81, new byte[64_000]), 62_000));
      Await.until("a shortage", () -> node.usage().bytes() > idle + 59_000);
      submit();
      greedy.reset();
      Await.until("the end of the shortage", () -> node.usage().bytes() < idle + 50_000);
      reader.write(Arrays.copyOfRange(ping, begun.length, ping.length));
      reader.expect(RawClient.TEXT, "\"seq\":\"" + round + "\"");
    }
  }

  @Test
  void slowReaderOfAPollIsNotTakenForGone() throws Exception {
    start(Map.of());
    say(webSocket(), 4, 60_000);
    RawClient slow = client(SMALL_WINDOW);
    assertThat(post(slow, session + "/xhr", "").answer()).contains("o\n");
    post(slow, session + "/xhr", "");
    askForThePast();
    slow.head();
    // Longer than a session may be without a poll: this is what the client does, not a wait.
    LockSupport.parkNanos(HttpLink.ABSENCE_NANOS + 1_000_000_000L);
    slow.readTo("\n");
    post(slow, session + "/xhr", "");
    assertThat(post(client(0), session + "/xhr_send", post(Frames.register(address, null))).head())
        .contains(" 204 ");
    assertThat(slow.answer()).contains("registered");
  }

  @Test
  void streamWithoutChunksEndsWithItsConnection() throws Exception {
    start(Map.of());
    RawClient author = webSocket();
    RawClient stream = client(0);
    stream.write("POST " + session + "/xhr_streaming HTTP/1.0\r\nHost: localhost\r\n");
    stream.write("Connection: keep-alive\r\nContent-Length: 0\r\n\r\n");
    assertThat(stream.head()).contains(" 200 ").doesNotContain("keep-alive");
    String register = post(Frames.register(address, null));
    assertThat(post(client(0), session + "/xhr_send", register).head()).contains(" 204 ");
    say(author, 3, 60_000);
    long begin = System.nanoTime();
    assertThat(stream.isEnded()).isTrue();
    assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
  }

  @Test
  void pollsThatAreLeftAtOnceEndTheirSessions() throws Exception {
    start(Map.of());
    for (int i = 0; i < 20; i++) {
      try (RawClient client = new RawClient(node.port())) {
        assertThat(post(client, session + i + "/xhr", "").answer()).contains("o\n");
        post(client, session + i + "/xhr", "");
      }
    }
    long begin = System.nanoTime();
    Await.until("the end of all", () -> node.usage().sessions() == 0);
    assertThat(System.nanoTime() - begin)
        .as("not only when a heartbeat cannot be written, after 25 s")
        .isLessThan(20_000_000_000L);
  }

  @Test
  void endIsToldToWhoeverAsksAgain() throws Exception {
    start(Map.of("CHAT_EDGE_MAX_VIOLATIONS", "1"));
    RawClient client = client(0);
    assertThat(post(client, session + "/xhr", "").answer()).contains("o\n");
    assertThat(post(client(0), session + "/xhr_send", post("broken")).head()).contains(" 204 ");
    assertThat(post(client, session + "/xhr", "").answer()).contains("a[");
    for (int i = 0; i < 3; i++) {
      assertThat(post(client, session + "/xhr", "").answer()).contains("c[4009,");
    }
    assertThat(post(client(0), session + "/xhr_send", post("late")).head()).contains(" 404 ");
  }
}
