package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are revoked on one node are good on none. */
@Timeout(120)
class RevocationTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CHAT_AUTH_MODE", "jwt",
          "CHAT_AUTH_JWT_SECRET", Jwts.SECRET,
          "CHAT_HUB_HEAD_CHECK_MS", "600000");

  private static final TestCluster CLUSTER = new TestCluster();
  private static final List<Member> NODES = new ArrayList<>();
  private static volatile boolean busIsCut;

  private final List<BridgeSocket> sockets = new ArrayList<>();
  private final String address = Frames.newAddress();

  /** Somebody else in each test, since what is revoked stays so. */
  private final String person = "p" + UUID.randomUUID() + "@x.example";

  @BeforeAll
  static void start() throws Exception {
    for (int i = 0; i < 3; i++) {
      startNode();
    }
  }

  private static Member startNode() throws Exception {
    Member node = CLUSTER.start("revocations", SETTINGS, UnaryOperator.identity());
    Handler<DeliveryContext<Object>> bus = RevocationTest::loseWhenCut;
    node.vertx().eventBus().addOutboundInterceptor(bus).addInboundInterceptor(bus);
    NODES.add(node);
    return node;
  }

  private static void loseWhenCut(DeliveryContext<Object> context) {
    if (!busIsCut || !context.message().address().startsWith("chat.events")) {
      context.next();
    }
  }

  @AfterEach
  void closeSockets() {
    busIsCut = false;
    sockets.forEach(BridgeSocket::close);
  }

  @AfterAll
  static void stop() throws Exception {
    CLUSTER.close();
  }

  private static int port(int node) {
    return NODES.get(node).node().port();
  }

  private static Rest service() {
    return Chats.service(port(0));
  }

  private String token(String id, long issued) {
    return Jwts.of(Jwts.claims(person).put("jti", id).put("iat", Jwts.secondsFromNow(issued)));
  }

  private BridgeSocket subscriber(int node, String token) throws Exception {
    BridgeSocket socket = BridgeSocket.withToken(CLUSTER.clients(), port(node), token);
    sockets.add(socket);
    socket.register(address, 0L);
    return socket;
  }

  private void assertEnded(BridgeSocket socket) throws Exception {
    JsonObject frame = socket.nextJson();
    assertThat(frame.getString("address")).as(frame.encode()).isEqualTo(address);
    assertThat(frame.getInteger("failureCode")).isEqualTo(401);
    assertThat(frame.getString("message")).isEqualTo("token: has been revoked");
    assertThat(socket.closeCode()).isEqualTo(4401);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void socketsEndOnEveryNodeWithinTwoSecondsBusOrNot(boolean cut) throws Exception {
    Chats.create(port(0), address, person);
    String token = token("t", -5);
    List<BridgeSocket> open = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      open.add(subscriber(node, token));
    }
    busIsCut = cut;
    String subject = new JsonObject(Jwts.claims(person).encode()).getString("sub");
    String body = new JsonObject().put("subject", subject).encode();
    assertThat(service().post("/revocations", body).status()).isEqualTo(204);
    long acknowledged = System.nanoTime();
    for (BridgeSocket socket : open) {
      assertEnded(socket);
    }
    // Without the bus half of it is the wait for the next look at the control log, at most.
    assertThat(System.nanoTime() - acknowledged).isLessThan(TimeUnit.SECONDS.toNanos(2));

    for (int node = 0; node < 3; node++) {
      assertProblem(401, new Rest(port(node), token).get("/chats/" + address.substring(5)));
      subscriber(node, token("later", 2));
    }
  }

  @Test
  void oneTokenOrThoseOfATimeMayBeMeant() throws Exception {
    Chats.create(port(0), address, person);
    BridgeSocket lost = subscriber(1, token("lost", -100));
    BridgeSocket old = subscriber(1, token("old", -100));
    BridgeSocket recent = subscriber(1, token("recent", -10));

    assertThat(service().post("/revocations", "{\"tokenId\":\"lost\"}").status()).isEqualTo(204);
    assertEnded(lost);

    String subject = Jwts.claims(person).getString("sub");
    JsonObject body =
        new JsonObject()
            .put("subject", subject)
            .put("issuedBefore", Instant.now().minusSeconds(50).toString());
    assertThat(service().post("/revocations", body.encode()).status()).isEqualTo(204);
    assertEnded(old);
    assertThat(recent.submit(address, "{}").getString("type")).isEqualTo("rec");
  }

  @Test
  void nodeThatStartsLaterKnowsToo() throws Exception {
    Chats.create(port(0), address, person);
    String token = token("early-" + person, -5);
    String body = new JsonObject().put("tokenId", "early-" + person).encode();
    assertThat(service().post("/revocations", body).status()).isEqualTo(204);
    int port = startNode().node().port();
    assertProblem(401, new Rest(port, token).get("/chats/" + address.substring(5)));
  }

  @Test
  void personsRevokeNothing() throws Exception {
    Rest rest = new Rest(port(0), Jwts.of(person));
    assertProblem(403, rest.post("/revocations", "{\"tokenId\":\"x\"}"));
    assertProblem(401, new Rest(port(0), null).post("/revocations", "{\"tokenId\":\"x\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"subject\":\"\"}",
        "{\"subject\":7}",
        "{\"tokenId\":\"a\",\"subject\":\"b\"}",
        "{\"subject\":null,\"issuedBefore\":\"2020-01-01T00:00:00Z\"}",
        "{\"subjct\":\"ben\",\"issuedBefore\":\"2020-01-01T00:00:00Z\"}",
        "{\"tokenId\":null,\"subject\":\"b\"}",
        "{\"issuedBefore\":\"yesterday\"}",
        "{\"issuedBefore\":\"2999-01-01T00:00:00Z\"}",
        "{\"issuedBefore\":\"2020-01-01T00:00:00\"}"
      })
  void whatMeansNoTokenIsRefused(String body) throws Exception {
    assertProblem(422, service().post("/revocations", body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "null", "{"})
  void whatIsNoObjectIsMalformed(String body) throws Exception {
    assertProblem(400, service().post("/revocations", body));
  }
}
