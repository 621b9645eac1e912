package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one address may take of a node. */
@Timeout(60)
class AddressLimitsTest {
  private static final int MOST = 4;
  private static final int ONE = 1;
  private static final int OTHER = 2;
  private static final ClientAddress NO_PROXIES = new ClientAddress(new TrustedProxies(List.of()));

  @TempDir private Path data;
  private final List<RawClient> open = new ArrayList<>();
  private TestNode node;

  private void start(int most) throws Exception {
    start(most, "");
  }

  private void start(int most, String proxies) throws Exception {
    Map<String, String> settings =
        Map.of(
            "CHAT_HTTP_MAX_CONNECTIONS_PER_ADDRESS",
            "" + most,
            "CHAT_HTTP_TRUSTED_PROXIES",
            proxies,
            "CHAT_DRAIN_TIMEOUT_MS",
            "1000");
    node = TestNode.start(data, settings, UnaryOperator.identity());
  }

  @AfterEach
  void close() throws Exception {
    for (RawClient each : open) {
      each.close();
    }
    if (node != null) {
      node.close();
    }
  }

  private RawClient client(int from) throws Exception {
    RawClient client = RawClient.from(from, node.port());
    open.add(client);
    return client;
  }

  private boolean opensSocket(int from) throws Exception {
    try (RawClient client = RawClient.from(from, node.port())) {
      return client.handshake("/eventbus/websocket", "") == 101;
    } catch (java.io.IOException | AssertionError cut) {
      return false;
    }
  }

  @Test
  void connectionsOfOneAddressAreBounded() throws Exception {
    start(MOST);
    assertThat(client(ONE).handshake("/eventbus/websocket", "")).isEqualTo(101);
    for (int i = 1; i < MOST; i++) {
      // Answered, so it has been counted: the next one may come to another loop, and sooner.
      assertThat(client(ONE).request("GET", "/health/live", "").answer()).contains(" 200 ");
    }

    assertThat(client(ONE).isEnded()).isTrue();
    assertThat(client(OTHER).handshake("/eventbus/websocket", "")).isEqualTo(101);
    open.get(0).reset();
    Await.until("room", () -> opensSocket(ONE));
  }

  /** For a whole crowd of them one connection is enough. */
  @Test
  void sessionsOfOneAddressAreBounded() throws Exception {
    start(MOST);
    for (int i = 0; i < MOST; i++) {
      assertThat(poll(client(OTHER), "other" + i)).contains(" 200 ");
    }
    RawClient client = client(ONE);
    for (int i = 0; i < MOST; i++) {
      assertThat(poll(client, "s" + i)).contains(" 200 ");
    }

    assertThat(poll(client, "one-more")).contains(" 429 ", "too many sockets of one address");
    assertThat(client.handshake("/eventbus/websocket", "")).isEqualTo(429);
    Await.until("sessions without a poll to end", () -> opensSocket(ONE));
  }

  private static String poll(RawClient client, String session) throws Exception {
    client.request("POST", "/eventbus/0/" + session + "/xhr", "Content-Length: 0\r\n");
    return client.answer();
  }

  /** Through a proxy, which has added the last of {@code way}. */
  private int handshake(int from, String way) throws Exception {
    return client(from).handshake("/eventbus/websocket", "X-Forwarded-For: " + way + "\r\n");
  }

  @Test
  void clientsOfATrustedProxyAreBoundedForThemselves() throws Exception {
    start(MOST, "127.0.0.1,10.0.0.0/8");
    for (int i = 0; i < MOST; i++) {
      String claimed = "203.0.113." + i + (i % 2 == 0 ? ", " : "\r\nX-Forwarded-For: ");
      assertThat(handshake(ONE, claimed + "192.0.2.1" + (i == 0 ? ", 10.1.2.3" : "")))
          .isEqualTo(101);
    }

    assertThat(handshake(ONE, "203.0.113.9,192.0.2.1")).isEqualTo(429);
    assertThat(handshake(ONE, "192.0.2.1 , 10.3.2.1,10.1.2.3")).isEqualTo(429);
    assertThat(handshake(ONE, "192.0.2.1, 192.0.2.2")).isEqualTo(101);
    open.get(0).reset();
    Await.until("room", () -> handshake(ONE, "192.0.2.1") == 101);
  }

  /** They would be one for all whom it does not tell apart. */
  @Test
  void whomATrustedProxyDoesNotTellIsNotBounded() throws Exception {
    start(1, "127.0.0.1,10.0.0.0/8");
    for (String way : List.of("", "10.1.2.3", "unknown", "192.0.2.1, unknown", "192.0.2.1, ")) {
      for (int i = 0; i < 3; i++) {
        assertThat(handshake(ONE, way)).as(way).isEqualTo(101);
      }
    }
    assertThat(client(ONE).handshake("/eventbus/websocket", "")).isEqualTo(101);
  }

  @Test
  void strangersDoNotSayWhereTheyComeFrom() throws Exception {
    start(MOST, "127.0.0.1");
    for (int i = 0; i < MOST; i++) {
      assertThat(handshake(OTHER, "192.0.2." + i)).isEqualTo(101);
    }

    assertThat(client(OTHER).isEnded()).isTrue();
  }

  @Test
  void zeroIsNoBound() throws Exception {
    start(0);
    for (int i = 0; i < 20; i++) {
      assertThat(client(ONE).handshake("/eventbus/websocket", "")).isEqualTo(101);
    }
  }

  private static Long address(String host) {
    return NO_PROXIES.of(SocketAddress.inetSocketAddress(1, host)).orElseThrow();
  }

  @Test
  void addressesAreThoseThatOneClientHas() {
    assertThat(address("192.0.2.1")).isNotEqualTo(address("192.0.2.2"));
    assertThat(address("2001:db8:1:2::1")).isEqualTo(address("2001:db8:1:2:ffff::9"));
    assertThat(address("2001:db8:1:2::1")).isNotEqualTo(address("2001:db8:1:3::1"));
    assertThat(address("::ffff:192.0.2.1")).isEqualTo(address("192.0.2.1"));
    SocketAddress zoned = SocketAddress.inetSocketAddress(new InetSocketAddress("fe80::1%1", 1));
    assertThat(NO_PROXIES.of(zoned)).contains(address("fe80::1"));
    assertThat(NO_PROXIES.of(SocketAddress.domainSocketAddress("/tmp/x"))).isEmpty();
  }
}
