package com.plantapop.chat.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.config.ManagementConfig;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Metrics;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of operators: what it serves, and whom it keeps out. */
@Timeout(60)
class ManagementTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String LOGGER = "com.example.looked.into";

  @TempDir private static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start(data);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static HttpResponse<String> put(String logger, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.managementPort() + "/loggers/" + logger);
    HttpRequest request =
        HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString(body)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject logger(String name) throws Exception {
    return new JsonObject(Metrics.get(node.managementPort(), "/loggers/" + name).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/health/live", "/health/ready", "/loggers"})
  void operatorsAreAnswered(String path) throws Exception {
    // A busy machine's store may not be ready at once.
    Await.until(path, () -> Metrics.get(node.managementPort(), path).statusCode() == 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/loggers", "/loggers/ROOT", "/eventbus/metrics"})
  void clientsAreNot(String path) throws Exception {
    assertThat(Metrics.get(node.port(), path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/eventbus/info", "/chats", "/asyncapi.yaml"})
  void clientsFindNothingThere(String path) throws Exception {
    assertThat(Metrics.get(node.managementPort(), path).statusCode()).isEqualTo(404);
  }

  /** Only this machine, unless told otherwise. */
  @Test
  void otherAddressesDoNotConnect() throws Exception {
    InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    try (Socket socket = new Socket()) {
      InetSocketAddress there = new InetSocketAddress(other, node.managementPort());
      assertThat(isRefused(socket, there)).isTrue();
    }
  }

  private static boolean isRefused(Socket socket, InetSocketAddress there) {
    try {
      socket.connect(there, 5_000);
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void pagesAreKeptOut() throws Exception {
    try (RawClient client = new RawClient(node.managementPort())) {
      client.request("GET", "/loggers", "Origin: http://localhost\r\n");
      assertThat(client.answer()).contains(" 403 ");
      client.write("GET /metrics HTTP/1.1\r\nHost: rebound.example\r\n\r\n");
      assertThat(client.answer()).contains(" 421 ");
      client.write("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n");
      assertThat(client.answer()).contains(" 200 ");
    }
  }

  @Test
  void levelsChangeWhileItRuns() throws Exception {
    Logger slf4j = LoggerFactory.getLogger(LOGGER + ".Class");
    assertThat(slf4j.isDebugEnabled()).isFalse();

    assertThat(put(LOGGER, "{\"level\":\"DEBUG\"}").statusCode()).isEqualTo(200);
    assertThat(slf4j.isDebugEnabled()).isTrue();
    assertThat(logger(LOGGER).getString("level")).isEqualTo("DEBUG");
    assertThat(logger(LOGGER + ".Class").getString("level")).isNull();
    assertThat(logger(LOGGER + ".Class").getString("effective")).isEqualTo("DEBUG");
    assertThat(Metrics.get(node.managementPort(), "/loggers").body()).contains(LOGGER);

    assertThat(put(LOGGER, "{\"level\":null}").statusCode()).isEqualTo(200);
    assertThat(slf4j.isDebugEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[]", "no json", "{\"level\":7}", "{\"level\":\"LOUD\"}", "\"DEBUG\""})
  void whatIsNoLevelChangesNothing(String body) throws Exception {
    JsonObject before = logger(LOGGER);

    assertThat(put(LOGGER, body).statusCode()).isEqualTo(400);
    assertThat(logger(LOGGER)).isEqualTo(before);
    assertThat(put("ROOT", "{\"level\":null}").statusCode()).isEqualTo(400);
    assertThat(put("no%20name", "{\"level\":\"DEBUG\"}").statusCode()).isEqualTo(404);
  }

  @Test
  void portFollowsFromThatOfClients() {
    assertThat(port(Map.of())).isEqualTo(9080);
    assertThat(port(Map.of("CHAT_HTTP_PORT", "8081"))).isEqualTo(9081);
    assertThat(port(Map.of("CHAT_HTTP_PORT", "0"))).isZero();
    assertThat(port(Map.of("CHAT_HTTP_PORT", "65000"))).isZero();
    assertThat(port(Map.of("CHAT_MANAGEMENT_PORT", "9999"))).isEqualTo(9999);
  }

  private static int port(Map<String, String> settings) {
    var config = ConfigLoader.load(data, Optional.empty(), settings);
    return config.management().portBeside(config.http().port());
  }

  @Test
  void takenPortIsToldUnlessItFollows() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      ManagementServer follows = server(Map.of());
      await(follows.start(port - 1_000));
      assertThat(follows.port()).isNotEqualTo(port);

      ManagementServer set = server(Map.of("CHAT_MANAGEMENT_PORT", "" + port));
      assertThatThrownBy(() -> await(set.start(0)))
          .hasMessageContaining("management.port: cannot listen on 127.0.0.1:" + port);
    }
  }

  private static ManagementServer server(Map<String, String> settings) {
    ManagementConfig config = ConfigLoader.load(data, Optional.empty(), settings).management();
    return new ManagementServer(node.vertx(), config, NodeMetrics.off(), Future::succeededFuture);
  }

  private static void await(Future<Void> future) throws Exception {
    future.await(20, TimeUnit.SECONDS);
  }
}
