package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who a session of the fallback transports speaks for: each of its requests is looked at. */
@Timeout(60)
class FallbackIdentityTest {
  private static final String ANN = "ann@example.com";
  private static final String BOB = "bob@example.com";

  @TempDir private Path data;
  private final List<RawClient> clients = new ArrayList<>();
  private final String session = "/eventbus/000/" + UUID.randomUUID().toString().replace("-", "");
  private final String address = Frames.newAddress();
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings =
        Map.of(
            "CHAT_AUTH_MODE", "jwt",
            "CHAT_AUTH_JWT_SECRET", Jwts.SECRET,
            "CHAT_AUTH_JWT_LEEWAY_SECONDS", "0",
            "CHAT_AUTH_GRACE_SECONDS", "2",
            "CHAT_DRAIN_TIMEOUT_MS", "1000");
    node = TestNode.start(data, settings, UnaryOperator.identity());
    Chats.create(node.port(), address, ANN);
  }

  @AfterEach
  void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    node.close();
  }

  private RawClient ask(String method, String transport, String token, String body)
      throws IOException {
    RawClient client = new RawClient(node.port());
    clients.add(client);
    String query =
        token == null ? "" : (transport.contains("?") ? "&" : "?") + "access_token=" + token;
    String length = "Content-Length: " + body.length() + "\r\n";
    return client.request(method, session + "/" + transport + query, length, body);
  }

  private String poll(String token) throws IOException {
    return ask("POST", "xhr", token, "").answer();
  }

  private int post(String token, String frame) throws IOException {
    return RawClient.status(
        ask("POST", "xhr_send", token, new JsonArray().add(frame).encode()).head());
  }

  private static String until(long seconds, String email) {
    return Jwts.of(Jwts.claims(email).put("exp", Jwts.secondsFromNow(seconds)));
  }

  @Test
  void sessionIsHisWhoBeganIt() throws Exception {
    String token = until(30, ANN);
    assertThat(poll(token)).contains("o\n");
    String send = Frames.send("chat.session", "{}", "who");
    assertThat(post(Jwts.of(BOB), send)).isEqualTo(403);
    assertThat(post(null, send)).isEqualTo(401);
    assertThat(post("garbage", send)).isEqualTo(401);
    assertThat(poll(Jwts.of(BOB))).contains(" 403 ");
    assertThat(poll(null)).contains(" 401 ");
    assertThat(post(until(31, ANN), send)).isEqualTo(204);
    assertThat(post(token, send)).isEqualTo(204);
    assertThat(poll(token)).contains(ANN).doesNotContain(BOB);
  }

  @Test
  void urlMayKeepTheTokenThatASessionHasOutlived() throws Exception {
    String first = until(3, ANN);
    assertThat(poll(first)).contains("o\n");
    String newer = Frames.withToken(Frames.send("chat.session", "{}", "who"), until(60, ANN));
    assertThat(post(first, newer)).isEqualTo(204);
    assertThat(poll(first)).contains(ANN);
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(4));
    assertThat(post(first, Frames.send("chat.session", "{}", "who"))).isEqualTo(204);
    assertThat(poll(first)).contains(ANN);
  }

  @Test
  void endOfTheTokenEndsSubscriptionsAndSession() throws Exception {
    String token = until(3, ANN);
    RawClient stream = ask("POST", "xhr_streaming", token, "");
    stream.readTo("o\n");
    assertThat(post(token, Frames.register(address, 0L))).isEqualTo(204);
    stream.readTo("registered");
    String end = stream.readTo("c[4401,\"token: has expired\"]");
    assertThat(end).contains("\\\"err\\\"", address, "\\\"failureCode\\\":401");
  }

  @Test
  void sessionThatAFrameHasMadeSomebodysIsNobodyElses() throws Exception {
    assertThat(poll(null)).contains("o\n");
    String send = Frames.send("chat.session", "{}", "who");
    assertThat(post(null, Frames.withToken(send, Jwts.of(ANN)))).isEqualTo(204);
    assertThat(poll(null)).contains(ANN);
    assertThat(post(Jwts.of(BOB), send)).isEqualTo(403);
    assertThat(poll(Jwts.of(BOB))).contains(" 403 ");
    assertThat(post(Jwts.of(ANN), send)).isEqualTo(204);
  }

  @Test
  void nobodyHasToGo() throws Exception {
    RawClient stream = ask("POST", "xhr_streaming", null, "");
    stream.readTo("o\n");
    assertThat(post(null, Frames.register(address, 0L))).isEqualTo(204);
    assertThat(stream.readTo("c[4401,")).contains("\\\"failureCode\\\":401", address);
  }
}
