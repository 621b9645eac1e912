package com.plantapop.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.Metrics;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestNode;
import com.plantapop.chat.support.Tools;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} says of a node, and what it never says. */
@Timeout(120)
class MetricsTest {
  /** Design section 13: of a node, whoever talks on it. */
  private static final int MOST_SERIES = 500;

  private static final String SOCKETS = "chat_sockets{transport=\"sockjs_websocket\"}";
  private static final int CHATS = 2_000;
  private static final Pattern SERIES =
      Pattern.compile(
          "[a-z][a-z0-9_]*(\\{[a-z_]+=\"[^\"\\\\]*\"(,[a-z_]+=\"[^\"\\\\]*\")*\\})? \\S+");
  private static final List<String> TRANSPORTS =
      List.of("xhr", "xhr_streaming", "eventsource", "jsonp?c=f", "htmlfile?c=f");

  @TempDir private Path data;

  @Test
  void followsAnEventThroughTheNode() throws Exception {
    try (TestNode node = TestNode.start(data)) {
      Metrics metrics = afterOneMessage(node);

      assertThat(metrics.value("chat_events_appended_total")).isEqualTo(1);
      assertThat(metrics.value("chat_append_batch_events_sum")).isEqualTo(2);
      assertThat(metrics.value("chat_acknowledgement_seconds_count")).isEqualTo(2);
      assertThat(metrics.value("chat_events_repeated_total")).isEqualTo(1);
      assertThat(metrics.value("chat_events_delivered_total")).isEqualTo(1);
      assertThat(metrics.value("chat_delivery_seconds_count")).isEqualTo(1);
      assertThat(metrics.value("chat_refusals_total{code=\"422\"}")).isEqualTo(1);
      assertThat(metrics.value(SOCKETS)).isEqualTo(1);
      assertThat(metrics.value("chat_subscriptions")).isEqualTo(1);
      assertThat(metrics.value("chat_store_seconds_count{operation=\"append\"}")).isPositive();
      assertThat(metrics.value("chat_clients_limit_bytes")).isPositive();
      Await.until("looks", () -> Metrics.of(node).value("chat_event_loop_lag_seconds_count") > 0);
      Await.until("nobody", () -> Metrics.of(node).value(SOCKETS) == 0);
      assertThat(Metrics.of(node).value("chat_subscriptions")).isZero();
    }
  }

  /** Sent and heard, sent once more, and followed by one that is none. */
  private static Metrics afterOneMessage(TestNode node) throws Exception {
    try (BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      String chat = Frames.newAddress();
      String message = Frames.message("hello");
      socket.register(chat, null);
      socket.submit(chat, message);
      assertThat(socket.nextJson().getString("type")).isEqualTo("rec");
      socket.submit(chat, message);
      socket.send(Frames.send(chat, "{\"sender\":\"nobody\"}", "refused"));
      assertThat(socket.nextJson().getInteger("failureCode")).isEqualTo(422);
      return Metrics.of(node);
    }
  }

  @Test
  void replayEndsWithALiveReader() throws Exception {
    try (TestNode node = TestNode.start(data);
        BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      String chat = Frames.newAddress();
      socket.submit(chat, Frames.message("before"));
      socket.register(chat, 0L);
      assertThat(socket.nextJson().getString("type")).isEqualTo("rec");

      Await.until("live", () -> Metrics.of(node).value("chat_replay_seconds_count") == 1);
      assertThat(Metrics.of(node).value("chat_readers_behind")).isZero();
      assertThat(Metrics.of(node).value("chat_events_delivered_total")).isEqualTo(1);
    }
  }

  /** Whoever they are and wherever they talk, and however they come. */
  @Test
  void seriesDoNotGrowWithChatsAndPersonsNorNameThem() throws Exception {
    Map<String, String> settings =
        Limits.farOff(
            Map.of(
                "CHAT_AUTH_MODE",
                "jwt",
                "CHAT_AUTH_JWT_SECRET",
                Jwts.SECRET,
                "CHAT_EDGE_MAX_SUBSCRIPTIONS",
                "" + CHATS));
    String token = Jwts.of(Jwts.serviceClaims("shop"));
    try (TestNode node = TestNode.start(data, settings, UnaryOperator.identity());
        BridgeSocket socket = BridgeSocket.withToken(node.vertx(), node.port(), token)) {
      for (int i = 0; i < CHATS; i++) {
        String person = "person" + i + "@example.com";
        String body = new JsonObject().put("sender", person).put("content", "secret").encode();
        socket.send(Frames.register("chat.c0ffee" + "%018x".formatted(i), null));
        socket.send(Frames.send("chat.c0ffee" + "%018x".formatted(i), body, "reply"));
      }
      Await.until(
          "all", () -> Metrics.of(node).value("chat_acknowledgement_seconds_count") == CHATS);
      for (String transport : TRANSPORTS) {
        Metrics.get(node.port(), "/eventbus/0/s" + transport.length() + "/" + transport);
      }
      new Rest(node.port(), Jwts.of("ann@example.com")).get("/chats/" + Frames.newChatId());
      new Rest(node.port(), "bad.token.indeed").get("/chats/" + Frames.newChatId());

      Metrics metrics = Metrics.of(node);
      assertThat(metrics.value("chat_subscriptions")).isEqualTo(CHATS);
      assertThat(metrics.series()).hasSizeBetween(200, MOST_SERIES);
      assertThat(metrics.text())
          .doesNotContain("c0ffee", "person", "example.com", "secret", "shop", "127.0.0.1")
          .doesNotContain(token, "bad.token");
      assertThat(metrics.series()).allMatch(line -> SERIES.matcher(line).matches());
    }
  }

  /** Prometheus's own check of names, units and help, where it is installed. */
  @Test
  void isWhatPrometheusReads() throws Exception {
    Tools.need("promtool", "apt-get install prometheus");
    try (TestNode node = TestNode.start(data)) {
      Path text = Files.writeString(data.resolve("metrics"), Metrics.of(node).text());
      Process promtool =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(text.toFile())
              .redirectErrorStream(true)
              .start();
      String problems = new String(promtool.getInputStream().readAllBytes(), UTF_8);

      assertThat(promtool.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(problems.lines().filter(line -> line.startsWith("chat_"))).isEmpty();
      assertThat(promtool.exitValue()).as(problems).isIn(0, 3); // 3: others' names are not its own
    }
  }

  @Test
  void failuresOfTheStoreShow() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    DisturbedStore.Disturbance disturbance =
        (runs, next) ->
            broken.get() ? Future.failedFuture(new IllegalStateException("ill")) : next.apply(runs);
    try (TestNode node = TestNode.start(data, Map.of(), DisturbedStore.with(disturbance));
        BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      broken.set(true);
      socket.submit(Frames.newAddress(), Frames.message("lost"));

      Metrics metrics = Metrics.of(node);
      assertThat(metrics.value("chat_store_errors_total{operation=\"append\"}")).isEqualTo(1);
      assertThat(metrics.value("chat_refusals_total{code=\"500\"}")).isEqualTo(1);
    }
  }

  @Test
  void nodesOfAClusterShowWhatTheyTellEachOther() throws Exception {
    TestCluster cluster = new TestCluster();
    try {
      TestCluster.Member one = cluster.start("metrics");
      TestCluster.Member other = cluster.start("metrics");
      String chat = Frames.newAddress();
      try (BridgeSocket reader = cluster.connect(one);
          BridgeSocket writer = cluster.connect(other)) {
        reader.register(chat, null);
        writer.submit(chat, Frames.message("over there"));
        assertThat(reader.nextJson().getString("type")).isEqualTo("rec");
      }
      Metrics here = Metrics.of(one.node().managementPort());
      Metrics there = Metrics.of(other.node().managementPort());
      assertThat(here.value("chat_peers")).isEqualTo(1);
      assertThat(there.value("chat_bus_frames_total{direction=\"sent\"}")).isPositive();
      assertThat(here.value("chat_bus_frames_total{direction=\"received\"}")).isPositive();
      assertThat(here.value("chat_delivery_seconds_count")).isEqualTo(1);
      assertThat(here.value("chat_losses_suspected_total")).isPositive();
      assertThat(here.series()).hasSizeLessThan(MOST_SERIES);
    } finally {
      cluster.close();
    }
  }

  @Test
  void switchedOffNothingIsCounted() throws Exception {
    Map<String, String> off = Map.of("CHAT_MANAGEMENT_METRICS", "false");
    try (TestNode node = TestNode.start(data, off, UnaryOperator.identity());
        BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      socket.submit(Frames.newAddress(), Frames.message("uncounted"));

      assertThat(Metrics.get(node.managementPort(), "/metrics").statusCode()).isEqualTo(404);
    }
  }
}
