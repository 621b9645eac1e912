package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does not want is not there, and the rest is as it was. */
class SwitchedOffTest {
  @TempDir private static Path data;
  @TempDir private static Path pagelessData;
  private static TestNode socketsOnly;
  private static TestNode pageless;

  @BeforeAll
  static void start() throws Exception {
    socketsOnly = node(data, "CHAT_HTTP_FALLBACKS");
    pageless = node(pagelessData, "CHAT_HTTP_PAGE");
  }

  private static TestNode node(Path data, String off) throws Exception {
    return TestNode.start(data, Map.of(off, "false"), UnaryOperator.identity());
  }

  @AfterAll
  static void stop() {
    socketsOnly.close();
    pageless.close();
  }

  private static int status(TestNode node, String request) throws Exception {
    String[] line = request.split(" ", 2);
    try (RawClient client = new RawClient(node.port())) {
      return RawClient.status(client.request(line[0], line[1], "Content-Length: 0\r\n").head());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST /eventbus/0/s/xhr, 404",
    "POST /eventbus/0/s/xhr_streaming, 404",
    "POST /eventbus/0/s/xhr_send, 404",
    "OPTIONS /eventbus/0/s/xhr, 404",
    "GET /eventbus/0/s/eventsource, 404",
    "GET /%65ventbus/0/s/eventsource/, 404",
    "GET /eventbus/0/s/htmlfile?c=f, 404",
    "GET /eventbus/0/s/jsonp?c=f, 404",
    "POST /eventbus/0/s/jsonp_send, 404",
    "GET /eventbus/iframe.html, 404",
    "GET /eventbus, 404",
    "GET /eventbus/info, 200",
    "GET /, 200",
  })
  void withoutFallbacksThereAreWebSocketsOnly(String request, int status) throws Exception {
    assertThat(status(socketsOnly, request)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/websocket", "/eventbus/0/s/websocket"})
  void webSocketsStay(String target) throws Exception {
    for (TestNode node : new TestNode[] {socketsOnly, pageless}) {
      try (RawClient client = new RawClient(node.port())) {
        assertThat(client.handshake(target, "")).isEqualTo(101);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /, 404",
    "GET /index.html, 404",
    "GET /js/main.js, 404",
    "GET /docs, 404",
    "GET /docs/, 404",
    "GET /docs/swagger-ui-bundle.js, 404",
    "GET /lib/../index.html, 404",
    "GET /lib/..%2findex.html, 404",
    "GET /lib/, 404",
    "GET /lib/sockjs.min.js, 200",
    "GET /asyncapi.yaml, 200",
    "GET /openapi.yaml, 200",
    "GET /health/ready, 200",
    "GET /eventbus/0/s/eventsource, 200",
  })
  void withoutThePageTheRestIsServed(String request, int status) throws Exception {
    assertThat(status(pageless, request)).isEqualTo(status);
  }
}
