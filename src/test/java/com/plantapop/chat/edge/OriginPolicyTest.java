package com.plantapop.chat.edge;

import static com.plantapop.chat.support.RawClient.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import java.io.IOException;
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

/** Whose pages may talk to a node, by which name it is asked, and what a balancer may tell it. */
class OriginPolicyTest {

  @TempDir private static Path data;
  private static TestNode plain;
  private static TestNode listed;
  private static TestNode open;
  private static TestNode balanced;
  private static TestNode elsewhere;

  @BeforeAll
  static void start() throws Exception {
    plain = node("plain", Map.of());
    listed =
        node(
            "listed",
            Map.of(
                "CHAT_HTTP_ORIGINS", "https://shop.example",
                "CHAT_HTTP_HOSTS", "chat.example,[fd00::2]"));
    open = node("open", Map.of("CHAT_HTTP_ORIGINS", "*", "CHAT_HTTP_HOSTS", "*"));
    balanced = node("balanced", behind("10.0.0.0/8,127.0.0.0/8"));
    elsewhere = node("elsewhere", behind("10.0.0.0/8,::1"));
  }

  private static Map<String, String> behind(String proxies) {
    return Map.of("CHAT_HTTP_HOSTS", "chat.example", "CHAT_HTTP_TRUSTED_PROXIES", proxies);
  }

  private static TestNode node(String name, Map<String, String> settings) throws Exception {
    return TestNode.start(data.resolve(name), settings, UnaryOperator.identity());
  }

  @AfterAll
  static void stop() {
    for (TestNode node : new TestNode[] {plain, listed, open, balanced, elsewhere}) {
      node.close();
    }
  }

  /** What is answered, in lower case; {@code headers} are parted by bars, PORT is the node's. */
  private static String ask(TestNode node, String request, String headers) throws IOException {
    try (RawClient client = new RawClient(node.port())) {
      String lines = headers.replace("PORT", "" + node.port()).replaceAll(" *\\| *", "\r\n");
      return client.write(request + " HTTP/1.1\r\n" + lines + "\r\n\r\n").head();
    }
  }

  private static int handshake(TestNode node, String headers) throws IOException {
    return status(ask(node, "GET /eventbus/websocket", RawClient.UPGRADE + headers));
  }

  @ParameterizedTest
  @CsvSource({
    "Host: localhost:PORT | Origin: http://localhost:PORT, 101",
    "Host: LOCALHOST:PORT | Origin: http://localhost:PORT, 101",
    "Host: 127.0.0.1:PORT | Origin: http://127.0.0.1:PORT, 101",
    "Host: [::1]:PORT | Origin: http://[::1]:PORT, 101",
    "Host: localhost | Origin: http://localhost, 101",
    "Host: localhost:80 | Origin: http://localhost, 101",
    "Host: localhost | Origin: http://localhost:80, 101",
    "Host: localhost:PORT, 101", // no browser
    "Host: localhost:PORT | Origin: http://localhost, 403",
    "Host: localhost:PORT | Origin: https://localhost:PORT, 403",
    "Host: localhost:443 | Origin: http://localhost, 403",
    "Host: localhost:PORT | Origin: http://127.0.0.1:PORT, 403",
    "Host: localhost:PORT | Origin: http://evil.example, 403",
    "Host: localhost:PORT | Origin: http://localhost:PORT.evil.example, 403",
    "Host: localhost:PORT | Origin: http://localhost:PORT/, 403",
    "Host: localhost:PORT | Origin: null, 403",
    "Host: localhost:PORT | Origin: , 403",
    "Host: localhost:PORT | Origin: ://, 403",
    "Host: localhost:PORT | Origin: http://localhost:PORT | Origin: http://evil.example, 403",
    "Host: localhost:PORT | Origin: http://evil.example | X-Forwarded-Host: evil.example, 403",
  })
  void onlyPagesOfTheSameOriginTalkToUsByDefault(String headers, int status) throws Exception {
    assertThat(handshake(plain, headers)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: https://shop.example, 101",
    "Origin: https://chat.example, 403",
    "Origin: http://chat.example, 101",
    "Origin: http://shop.example, 403",
    "Origin: https://shop.example:444, 403",
    "Origin: https://a.shop.example, 403",
  })
  void listedOriginsTalkToUsBesideOurOwn(String origin, int status) throws Exception {
    assertThat(handshake(listed, "Host: chat.example | " + origin)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Origin: http://evil.example", "Origin: null", "X-Anything: at all"})
  void anyPageTalksToWhoSaysSo(String origin) throws Exception {
    assertThat(handshake(open, "Host: anything.example | " + origin)).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.",
        "localhost.evil.example",
        "evil.localhost",
        "127.0.0.2",
        "10.1.2.3",
        "[::2]",
        "::1",
        "localhost:x",
        "localhost:99999",
        "a@localhost",
        "",
        ":80",
        "localhost, evil.example",
        "*",
      })
  void loopbackAnswersToItsOwnNamesOnly(String host) throws Exception {
    assertThat(handshake(plain, "Host: " + host)).isEqualTo(421);
  }

  @Test
  void whoSaysNoHostIsNotServed() throws Exception {
    try (RawClient client = new RawClient(plain.port())) {
      assertThat(status(client.write("GET / HTTP/1.0\r\n\r\n").head())).isEqualTo(421);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chat.example, 101",
    "Chat.Example:1234, 101",
    "[fd00::2]:80, 101",
    "localhost, 421",
    "[fd00::3], 421"
  })
  void listedHostsAreServedOnAnyPort(String host, int status) throws Exception {
    assertThat(handshake(listed, "Host: " + host)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void probesAskByAddress(String path) throws Exception {
    assertThat(status(ask(plain, "GET " + path, "Host: 10.1.2.3:8080"))).isEqualTo(200);
    for (String way : new String[] {path + "/..%2f..%2f", path + "x", "/health/..%2findex.html"}) {
      assertThat(status(ask(plain, "GET " + way, "Host: evil.example"))).isEqualTo(421);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "X-Forwarded-Proto: https | Host: chat.example; 101",
        "X-Forwarded-Proto: HTTPS | Host: chat.example:443; 101",
        "X-Forwarded-Proto: wss | Host: chat.example; 101",
        "X-Forwarded-Proto: https | X-Forwarded-Host: chat.example | Host: node:8080; 101",
        "X-Forwarded-Proto: https | X-Forwarded-Host: evil.example | Host: chat.example; 421",
        "X-Forwarded-Proto: https | X-Forwarded-Host: | Host: chat.example; 421",
        "X-Forwarded-Host: evil.example, chat.example | X-Forwarded-Proto: http, https | Host: x; 101",
        "X-Forwarded-Host: evil.example | X-Forwarded-Host: chat.example | X-Forwarded-Proto: https | Host: x; 101",
        "X-Forwarded-Proto: http | Host: chat.example; 403",
        "X-Forwarded-Proto: https | Host: chat.example:8443; 403",
        "Host: chat.example; 403",
        "Host: node:8080; 421",
      })
  void trustedBalancerTellsHowTheClientCame(String headers, int status) throws Exception {
    String page = headers + " | Origin: https://chat.example";
    assertThat(handshake(balanced, page)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto: https | Host: chat.example, 403",
    "X-Forwarded-Host: chat.example | Host: evil.example, 421",
    "Host: chat.example, 403",
  })
  void strangersTellNothing(String headers, int status) throws Exception {
    String page = headers + " | Origin: https://chat.example";
    assertThat(handshake(elsewhere, page)).isEqualTo(status);
  }
}
