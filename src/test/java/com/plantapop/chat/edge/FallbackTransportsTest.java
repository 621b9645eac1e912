package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Frames;
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
  void postWithoutEndIsRefusedWithoutATrace() throws Exception {
    assertThat(get("/jsonp?c=cb")).contains("cb(\"o\");");
    try (ServerLog log = ServerLog.open()) {
      String endless = "x".repeat(2 << 20);
      assertThat(post("/xhr_send", "text/plain", endless)).isEqualTo(413);
      assertThat(log.stackTraces()).isEmpty();
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
