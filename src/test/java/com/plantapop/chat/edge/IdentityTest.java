package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.access.KeyPairs;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a WebSocket speaks for, from its handshake to the end of its token. */
@Timeout(60)
class IdentityTest {
  private static final String ANN = "ann@example.com";
  private static final String BOB = "bob@example.com";
  private static final Vertx CLIENTS = Vertx.vertx();

  @TempDir private Path data;
  private final String address = Frames.newAddress();
  private TestNode node;

  private void start(String... settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("CHAT_AUTH_MODE", "jwt");
    all.put("CHAT_AUTH_JWT_SECRET", Jwts.SECRET);
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    node = TestNode.start(data, all, UnaryOperator.identity());
    if (!all.get("CHAT_AUTH_JWT_SECRET").isEmpty()) {
      Chats.create(node.port(), address, ANN, BOB);
    }
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @AfterAll
  static void closeClients() {
    CLIENTS.close().await();
  }

  private BridgeSocket open(String token) throws Exception {
    return BridgeSocket.withToken(CLIENTS, node.port(), token);
  }

  private static String until(long seconds, String email) {
    return Jwts.of(Jwts.claims(email).put("exp", Jwts.secondsFromNow(seconds)));
  }

  private static JsonObject session(BridgeSocket socket) throws Exception {
    return new JsonObject(socket.ask(Frames.send("chat.session", "{}", "who")));
  }

  private static void assertRefused(JsonObject frame, String at, int code) {
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
    assertThat(frame.getString("address")).isEqualTo(at);
    assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(code);
  }

  private static void pass(long seconds) {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
  }

  static List<String> badTokens() {
    JsonObject expired = Jwts.claims(ANN).put("exp", Jwts.secondsFromNow(-31));
    JsonObject none = new JsonObject().put("alg", "none");
    return List.of(
        "",
        "garbage",
        Jwts.of(expired),
        Jwts.unsigned(none, Jwts.claims(ANN)) + ".",
        Jwts.hmac(new JsonObject().put("alg", "HS256"), Jwts.claims(ANN), "x".repeat(32)));
  }

  @Test
  void whatIsNoBearerTokenOrMoreThanOneIsRefused() throws Exception {
    start();
    String good = Jwts.of(ANN);
    String bearer = "Authorization: Bearer " + good + "\r\n";
    String path = "/eventbus/websocket";
    for (String head : List.of("Authorization: Basic YTpi\r\n", bearer + bearer)) {
      try (RawClient client = new RawClient(node.port())) {
        client.request("GET", path, RawClient.UPGRADE + head);
        assertThat(client.answer()).contains(" 401 ", "www-authenticate: bearer");
      }
    }
    try (RawClient client = new RawClient(node.port())) {
      assertThat(client.handshake(path + "?access_token=" + good, bearer)).isEqualTo(401);
    }
  }

  @Test
  void tokenOfTheHandshakeSaysWhoItIs() throws Exception {
    start();
    JsonObject claims = Jwts.claims(ANN).put("roles", new JsonArray().add("buyer"));
    try (BridgeSocket socket = open(Jwts.of(claims));
        RawClient raw = new RawClient(node.port())) {
      JsonObject body = session(socket).getJsonObject("body");
      assertThat(body.getString("email")).isEqualTo(ANN);
      assertThat(body.getJsonArray("roles")).containsExactly("buyer");
      assertThat(body.getInstant("expiresAt").getEpochSecond()).isEqualTo(claims.getLong("exp"));
      assertThat(body.fieldNames()).isEqualTo(Set.of("email", "roles", "expiresAt"));

      String head = "authorization: bearer " + Jwts.of(BOB) + "\r\n";
      assertThat(raw.handshake("/eventbus/websocket", head)).isEqualTo(101);
      raw.frame(RawClient.TEXT, Frames.send("chat/session", "{}", "who"));
      raw.expect(RawClient.TEXT, BOB);
    }
  }

  @Test
  void nobodyMayDoNothingAndHasToGo() throws Exception {
    start("CHAT_AUTH_GRACE_SECONDS", "2");
    try (BridgeSocket socket = BridgeSocket.raw(CLIENTS, node.port())) {
      assertRefused(socket.submit(address, Frames.message("x")), "reply", 401);
      assertRefused(new JsonObject(socket.ask(Frames.register(address, 0L))), address, 401);
      assertRefused(new JsonObject(socket.ask(Frames.publish(address, "{}"))), address, 401);
      String history = Frames.send(address + ".history", "{}", "past");
      assertRefused(new JsonObject(socket.ask(history)), "past", 401);
      assertRefused(session(socket), "who", 401);
      socket.send("{\"type\":\"ping\"}");
      assertThat(socket.closeCode()).isEqualTo(4401);
    }
    try (BridgeSocket reader = open(Jwts.of(ANN))) {
      reader.register(address, 0L);
      assertThat(reader.isQuiet()).as("nothing was stored").isTrue();
    }
  }

  @Test
  void frameBringsTheTokenThatABrowserCouldNot() throws Exception {
    start("CHAT_AUTH_GRACE_SECONDS", "2");
    String token = Jwts.of(ANN);
    try (BridgeSocket socket = BridgeSocket.raw(CLIENTS, node.port())) {
      String frame = Frames.withToken(Frames.register(address, 0L), token);
      assertThat(new JsonObject(socket.ask(frame)).getString("event")).isEqualTo("registered");
      pass(4);
      assertThat(session(socket).getJsonObject("body").getString("email")).isEqualTo(ANN);
      String send = Frames.withToken(Frames.send(address, "{}", "reply"), token);
      assertThat(new JsonObject(socket.ask(send)).getString("address")).isIn("reply", address);
    }
  }

  @Test
  void newerTokenExtendsTheSocket() throws Exception {
    start("CHAT_AUTH_JWT_LEEWAY_SECONDS", "0");
    try (BridgeSocket socket = open(until(3, ANN))) {
      socket.register(address, 0L);
      String newer = until(60, ANN);
      socket.send(Frames.withToken("{\"type\":\"ping\"}", newer));
      pass(5);
      JsonObject body = session(socket).getJsonObject("body");
      assertThat(body.getInstant("expiresAt").getEpochSecond()).isGreaterThan(now() + 30);
      socket.send(Frames.publish(address, "{}"));
      assertThat(socket.nextJson().getString("address")).isEqualTo(address);
    }
  }

  /** The same subject, but no service any more, or of another address. */
  @Test
  void tokenThatGivesOtherRightsEndsWhatMayNotGoOn() throws Exception {
    start();
    JsonObject service = Jwts.serviceClaims("shop").put("email", BOB);
    try (BridgeSocket socket = open(Jwts.of(service))) {
      String other = Frames.newAddress();
      Chats.create(node.port(), other, ANN);
      socket.register(address, 0L);
      socket.register(other, 0L);
      JsonObject person = service.copy().put("roles", new JsonArray()).put("email", BOB);
      JsonObject ended =
          new JsonObject(socket.ask(Frames.withToken("{\"type\":\"ping\"}", Jwts.of(person))));
      assertRefused(ended, other, 403);
      socket.send(Frames.publish(address, "{}"));
      assertThat(socket.nextJson().getString("address")).isEqualTo(address);
    }
  }

  private static long now() {
    return Jwts.secondsFromNow(0);
  }

  @Test
  void tokenOfAnotherOrABadOneChangesNothing() throws Exception {
    start();
    try (BridgeSocket socket = open(Jwts.of(ANN))) {
      String send = Frames.send(address, "{}", "reply");
      assertRefused(new JsonObject(socket.ask(Frames.withToken(send, Jwts.of(BOB)))), "reply", 403);
      for (String bad : badTokens()) {
        assertRefused(new JsonObject(socket.ask(Frames.withToken(send, bad))), "reply", 401);
      }
      String register = Frames.withToken(Frames.register(address, 0L), Jwts.of(BOB));
      assertRefused(new JsonObject(socket.ask(register)), address, 403);
      assertThat(session(socket).getJsonObject("body").getString("email")).isEqualTo(ANN);
      socket.register(address, 0L);
      assertThat(socket.isQuiet()).as("nothing was stored").isTrue();
    }
  }

  @Test
  void endOfTheTokenEndsSubscriptionsAndSocket() throws Exception {
    start("CHAT_AUTH_JWT_LEEWAY_SECONDS", "1");
    String receipts = address + ".receipts";
    try (BridgeSocket socket = open(until(2, ANN));
        BridgeSocket other = open(Jwts.of(BOB))) {
      socket.register(address, 0L);
      socket.register(receipts, 0L);
      other.register(address, 0L);
      JsonObject first = socket.nextJson();
      JsonObject second = socket.nextJson();
      assertRefused(first, first.getString("address"), 401);
      assertRefused(second, second.getString("address"), 401);
      assertThat(Set.of(first.getString("address"), second.getString("address")))
          .isEqualTo(Set.of(address, receipts));
      assertThat(socket.closeCode()).isEqualTo(4401);
      assertThat(other.isQuiet()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"sender, ''", "recipient, .receipts"})
  void personSpeaksForItselfOnly(String member, String log) throws Exception {
    start();
    try (BridgeSocket socket = open(Jwts.of(ANN))) {
      JsonObject sent = socket.submit(address, "{\"content\":\"mine\"}");
      String id = sent.getJsonObject("body").getString("id");
      JsonObject event = new JsonObject().put("messageId", id);
      assertRefused(
          socket.submit(address + log, event.copy().put(member, BOB).encode()), "reply", 403);
      assertThat(socket.submit(address + log, event.encode()).getString("type")).isEqualTo("rec");
      socket.send(Frames.register(address + log, log.isEmpty() ? 1L : 0L));
      assertThat(socket.nextJson().getString("event")).isEqualTo("registered");
      assertThat(socket.nextJson().getJsonObject("body").getString(member)).isEqualTo(ANN);
    }
  }

  @Test
  void serviceSpeaksForAll() throws Exception {
    start();
    try (BridgeSocket socket = open(Jwts.of(Jwts.serviceClaims("shop")))) {
      JsonObject sent = socket.submit(address, Frames.message("hello"));
      assertThat(sent.getString("type")).as(sent.encode()).isEqualTo("rec");
      assertThat(session(socket).getJsonObject("body").getJsonArray("roles"))
          .containsExactly("service");
    }
  }

  @Test
  void whoseKeyIsNewWaitsUntilItIsFetched() throws Exception {
    AtomicReference<String> keys = new AtomicReference<>(KeyPairs.set(KeyPairs.RSA.jwk("first")));
    HttpServer issuer =
        CLIENTS
            .createHttpServer()
            .requestHandler(
                request -> CLIENTS.setTimer(500, late -> request.response().end(keys.get())))
            .listen(0, "127.0.0.1")
            .await();
    String url = "http://127.0.0.1:" + issuer.actualPort() + "/";
    start("CHAT_AUTH_JWT_SECRET", "", "CHAT_AUTH_JWT_JWKS", url);
    JsonObject head = new JsonObject().put("alg", "RS256");
    String service = KeyPairs.RSA.sign(head.copy(), Jwts.serviceClaims("shop"));
    Chats.create(new Rest(node.port(), service), address, ANN);
    try (BridgeSocket socket = open(KeyPairs.RSA.sign(head, Jwts.claims(ANN)))) {
      keys.set(KeyPairs.set(KeyPairs.OTHER_RSA.jwk("second")));
      pass(11); // keys are fetched no sooner again
      String newer = KeyPairs.OTHER_RSA.sign(head.copy().put("kid", "second"), Jwts.claims(ANN));
      socket.send(Frames.withToken(Frames.register(address, 0L), newer));
      socket.send(Frames.publish(address, "{}"));
      try (BridgeSocket other = open(newer)) {
        assertThat(session(other).getJsonObject("body").getString("email")).isEqualTo(ANN);
      }
      assertThat(socket.nextJson().getString("event")).isEqualTo("registered");
      assertThat(socket.nextJson().getJsonObject("body").getString("sender")).isEqualTo(ANN);
    } finally {
      issuer.close().await();
    }
  }

  @Test
  void openModeAsksNobody() throws Exception {
    start("CHAT_AUTH_MODE", "open", "CHAT_AUTH_GRACE_SECONDS", "1");
    try (BridgeSocket socket = open("garbage")) {
      String send = Frames.send(address, Frames.message("hello"), "reply");
      assertThat(new JsonObject(socket.ask(Frames.withToken(send, "garbage"))).getString("type"))
          .isEqualTo("rec");
      pass(3);
      assertThat(session(socket).getJsonObject("body"))
          .isEqualTo(new JsonObject().put("roles", new JsonArray()));
    }
  }
}
