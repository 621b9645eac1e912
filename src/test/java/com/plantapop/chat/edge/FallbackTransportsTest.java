package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The transports that the official client uses in old browsers only; Node speaks the others. */
class FallbackTransportsTest {
  @TempDir private static Path data;
  @TempDir private Path drainingData;
  private static TestNode node;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String session = "/eventbus/000/" + UUID.randomUUID().toString().replace("-", "");
  private final String address = Frames.newAddress();

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + session + path));
  }

  private String get(String path) throws Exception {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private int post(String path, String type, String body) throws Exception {
    HttpRequest request =
        request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private String frames() {
    return new JsonArray()
        .add(Frames.register(address, null))
        .add(Frames.publish(address, Frames.message("old browser")))
        .encode();
  }

  @Test
  void jsonpPolling() throws Exception {
    assertThat(get("/jsonp?c=cb")).contains("cb(\"o\");");
    String form = "d=" + URLEncoder.encode(frames(), StandardCharsets.UTF_8);
    assertThat(post("/jsonp_send", "application/x-www-form-urlencoded", form)).isEqualTo(200);

    StringBuilder heard = new StringBuilder();
    while (!heard.toString().contains("old browser")) {
      heard.append(get("/jsonp?c=cb"));
    }
    assertThat(heard).contains("registered").contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1,{}]", "[null]", "{}", "[[\"a\"]]", "[", "d=%zz", "d=", "d=[{}]", "\u0000"})
  void brokenPostsAreRefusedWithoutATrace(String body) throws Exception {
    assertThat(get("/jsonp?c=cb")).contains("cb(\"o\");");
    try (ServerLog log = ServerLog.open()) {
      assertThat(post("/xhr_send", "text/plain", body)).isEqualTo(500);
      assertThat(post("/jsonp_send", "text/plain", body)).isEqualTo(500);
      assertThat(post("/jsonp_send", "application/x-www-form-urlencoded", body)).isIn(400, 500);

      assertThat(post("/xhr_send", "text/plain", frames())).isEqualTo(204);
      assertThat(get("/jsonp?c=cb")).contains("registered");
      assertThat(log.stackTraces()).isEmpty();
    }
  }

  @Test
  void charactersThatOldBrowsersMangleAreEscaped() throws Exception {
    assertThat(get("/jsonp?c=cb")).contains("cb(\"o\");");
    String asked =
        new JsonArray().add(Frames.send("nowhere", "{}", "\u200c\u2060\ufff0e")).encode();
    assertThat(post("/xhr_send", "text/plain", asked)).isEqualTo(204);
    assertThat(get("/jsonp?c=cb"))
        .contains("u200c", "u2060", "ufff0e")
        .doesNotContain("\u200c", "\u2060", "\ufff0");
  }

  @Test
  void moreMessagesThanAnybodySendsAtOnceAreRefused() throws Exception {
    assertThat(get("/jsonp?c=cb")).contains("cb(\"o\");");
    String tiny = "[" + "\"a\",".repeat(1024) + "\"a\"]";
    assertThat(post("/xhr_send", "text/plain", tiny)).isEqualTo(500);
  }

  @Test
  void postWithoutEndIsRefusedWithoutATrace() throws Exception {
    assertThat(get("/jsonp?c=cb")).contains("cb(\"o\");");
    try (ServerLog log = ServerLog.open()) {
      String endless = "x".repeat(2 << 20);
      assertThat(post("/xhr_send", "text/plain", endless)).isEqualTo(413);
      assertThat(log.stackTraces()).isEmpty();
    }
  }

  @Test
  void brokenBodyIsRefusedAndLeavesNoLine() throws Exception {
    assertThat(get("/jsonp?c=cb")).contains("cb(\"o\");");
    String head =
        "POST "
            + session
            + "/xhr_send HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (ServerLog log = ServerLog.open()) {
      for (String chunk : List.of("zz\r\n", "-1\r\n", "3;" + "x".repeat(50_000) + "\r\n")) {
        try (RawClient client = new RawClient(node.port())) {
          assertThat(RawClient.status(client.write(head + chunk).head())).isEqualTo(400);
        }
      }
      try (RawClient client = new RawClient(node.port())) {
        client.write(head).reset();
      }
      assertThat(post("/xhr_send", "text/plain", frames())).isEqualTo(204);
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void whatIsAnsweredDuringADrainReachesThePollThatComesThen() throws Exception {
    try (TestNode draining = TestNode.start(drainingData);
        RawClient poller = new RawClient(draining.port());
        RawClient other = new RawClient(draining.port())) {
      String post = "Content-Length: 0\r\n";
      assertThat(poller.request("POST", session + "/xhr", post).answer()).contains("o\n");
      String send = new JsonArray().add(Frames.send(address, Frames.message("late"), "r")).encode();
      String length = "Content-Length: " + send.length() + "\r\n";
      assertThat(poller.request("POST", session + "/xhr_send", length, send).answer())
          .contains(" 204 ");
      assertThat(other.handshake("/eventbus/websocket", "")).isEqualTo(101);

      draining.stopLater();
      assertThat(other.next(RawClient.CLOSE).code()).isEqualTo(4000);
      assertThat(poller.request("POST", session + "/xhr", post).answer()).contains("seq");
      assertThat(poller.request("POST", session + "/xhr", post).answer()).contains("c[4000,");
      try (RawClient late = new RawClient(draining.port())) {
        assertThat(late.request("POST", "/eventbus/0/new/xhr", post).answer()).contains(" 503 ");
      }
    }
  }

  @Test
  void htmlFile() throws Exception {
    try (Stream<String> lines =
        http.send(request("/htmlfile?c=cb").build(), HttpResponse.BodyHandlers.ofLines()).body()) {
      Iterator<String> stream = lines.iterator();
      assertThat(nextWith(stream, "p(")).contains("o");
      assertThat(post("/xhr_send", "text/plain", frames())).isEqualTo(204);

      assertThat(nextWith(stream, "old browser")).contains(address);
    }
  }

  private static String nextWith(Iterator<String> lines, String part) {
    String line = "";
    while (!line.contains(part)) {
      line = lines.next();
    }
    return line;
  }
}
