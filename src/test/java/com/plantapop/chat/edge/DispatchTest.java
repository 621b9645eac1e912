package com.plantapop.chat.edge;

import static com.plantapop.chat.support.RawClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One dispatch for all requests, whatever the spelling of their path (design section 4). */
class DispatchTest {
  private static final String OURS = "Origin: https://shop.example\r\n";
  private static final String FOREIGN = "Origin: https://evil.example\r\n";

  @TempDir private static Path data;
  private static TestNode node;

  @BeforeAll
  static void start() throws Exception {
    node =
        TestNode.start(
            data, Map.of("CHAT_HTTP_ORIGINS", "https://shop.example"), UnaryOperator.identity());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static int handshake(String target, String origin) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      return client.handshake(target, origin);
    }
  }

  private static String get(String target, String headers) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      return client.request("GET", target, headers).answer();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/eventbus/websocket",
        "//eventbus/websocket",
        "/eventbus//websocket",
        "/%65ventbus/websocket",
        "/%65%76%65%6e%74%62%75%73/%77ebsocket",
        "/x/../eventbus/websocket",
        "/./eventbus/./websocket",
        "/eventbus/websocket/",
        "/eventbus/websocket//",
        "/eventbus/websocket?x=1",
        "/eventbus/0/s/websocket",
        "//eventbus/0/s/websocket",
        "/eventbus/0/s/websocket/",
        "/eventbus/0/%73/%77ebsocket",
        "/eventbus/x/../0/s/websocket",
      })
  void everySpellingIsCheckedAndServedByUs(String target) throws Exception {
    assertThat(handshake(target, FOREIGN)).isEqualTo(403);
    try (RawClient client = new RawClient(node.port())) {
      assertThat(client.handshake(target, OURS)).isEqualTo(101);
      // vertx-web's own sockets would replace it and go on.
      client.frame(0x80 | RawClient.TEXT, new byte[] {'{', (byte) 0xFF, '}'});
      assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(1007);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Eventbus/websocket",
        "/eventbus%2fwebsocket",
        "/%2565ventbus/websocket",
        "/eventbus/%2e%2e/websocket",
        "/eventbus;x/websocket",
        "/eventbus/websocket/x",
        "/eventbusx/websocket",
        "/eventbus/a/b/c/websocket",
        "/eventbus/0.1/s/websocket",
        "\\eventbus\\websocket",
      })
  void whatIsNotOursIsNoSocket(String target) throws Exception {
    assertThat(handshake(target, FOREIGN)).isBetween(400, 404);
    assertThat(handshake(target, OURS)).isBetween(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/eventbus/info",
        "//eventbus/info",
        "/eventbus/info/",
        "/eventbus/0/s/eventsource",
        "/%65ventbus/0/s/jsonp?c=f",
        "/eventbus",
      })
  void foreignPagesReadNothing(String target) throws Exception {
    assertThat(get(target, FOREIGN)).startsWith("http/1.1 403").doesNotContain("evil.example");
  }

  @Test
  void sockJsInfoOffersWebSockets() throws Exception {
    assertThat(get("/eventbus/info", OURS))
        .contains("\"websocket\":true")
        .contains("access-control-allow-origin: https://shop.example")
        .contains("vary: origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%e HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /eventbus/%ff%f HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /?a=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /eventbus/0/s/jsonp?c=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n\r\n",
        "POST /eventbus/0/s/xhr_send HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\nContent-Length: 1\r\n\r\nx",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain; charset=nonsense\r\nContent-Length: 1\r\n\r\nx",
        "POST /eventbus/0/s/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain; charset=nonsense\r\nContent-Length: 1\r\n\r\nx",
        "POST /eventbus/0/s/jsonp_send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded; charset=nonsense\r\nContent-Length: 5\r\n\r\nd=%zz",
        "POST /eventbus/0/s/xhr_send HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /eventbus/0/s/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        "POST /eventbus/0/s/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "GET /eventbus/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "GET /eventbus/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
        "GET /eventbus/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        "POST /eventbus/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 0\r\n\r\n",
        "GET /eventbus/0/s/htmlfile HTTP/1.0\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "BREW /pot HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
      })
  void nonsenseIsRefusedAndLeavesNoLine(String request) throws Exception {
    try (ServerLog log = ServerLog.open()) {
      try (RawClient client = new RawClient(node.port())) {
        assertThat(status(client.write(request).head())).isBetween(400, 501).isNotEqualTo(503);
      }
      // Whatever is written down is, once another request has been served by each loop.
      assertThat(get("/health/live", "")).contains("200");
      assertThat(get("/health/live", "")).contains("200");
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void whoLeavesBeforeTheAnswerDoesNotFillTheLog() throws Exception {
    try (ServerLog log = ServerLog.open()) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = new RawClient(node.port())) {
          client.request("GET", "/lib/sockjs.min.js", "").reset();
        }
      }
      assertThat(get("/health/live", "")).contains("200");
      assertThat(get("/health/live", "")).contains("200");
      // Vert.x itself trips over a file for a client that has gone: that is told once a minute.
      assertThat(log.warnings()).hasSizeLessThan(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=abc", "bytes=9-1", "bytes=-", "bytes=0-0,1-1", "lines=1-2"})
  void nonsenseRangesAreIgnored(String range) throws Exception {
    try (ServerLog log = ServerLog.open()) {
      assertThat(get("/", "Range: " + range + "\r\n")).startsWith("http/1.1 200");
      assertThat(log.warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS /eventbus/0/s/xhr",
        "OPTIONS /eventbus/0/s/xhr_send",
        "OPTIONS /eventbus/0/s/xhr_streaming",
        "OPTIONS /eventbus/info",
        "GET /eventbus/0/s/nothing",
        "GET /nothing",
        "POST /eventbus/0/nobody/xhr_send",
        "GET /eventbus/0/s/xhr_send",
        "GET /eventbus/0/s/jsonp",
        "GET /eventbus/0/keeps-its-connection/jsonp?c=f",
      })
  void answersKeepTheConnectionThatTheySayTheyKeep(String request) throws Exception {
    String[] line = request.split(" ", 2);
    String headers = "Content-Length: 0\r\n" + OURS;
    try (RawClient client = new RawClient(node.port())) {
      String first = client.request(line[0], line[1], headers).answer();
      assertThat(first).doesNotContain("connection: close");
      assertThat(client.request("GET", "/health/live", "").answer()).startsWith("http/1.1 200");
    }
  }
}
