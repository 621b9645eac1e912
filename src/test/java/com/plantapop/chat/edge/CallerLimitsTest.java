package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one person may take over all sockets of a node. */
@Timeout(60)
class CallerLimitsTest {
  private static final int MOST = 5;

  /** Of a socket; four times as many are for all sockets of a person. */
  private static final int BURST = 10;

  private static final String ANN = Jwts.of("ann@example.com");
  private static final String BOB = Jwts.of("bob@example.com");
  private static final String SHOP = Jwts.of(Jwts.serviceClaims("shop"));

  @TempDir private Path data;
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings =
        Map.of(
            "CHAT_AUTH_MODE", "jwt",
            "CHAT_AUTH_JWT_SECRET", Jwts.SECRET,
            "CHAT_DRAIN_TIMEOUT_MS", "1000",
            "CHAT_EDGE_MAX_SOCKETS_PER_IDENTITY", "" + MOST,
            "CHAT_EDGE_FRAMES_PER_SECOND", "1",
            "CHAT_EDGE_FRAME_BURST", "" + BURST,
            "CHAT_EDGE_FRAMES_PER_SECOND_PER_IDENTITY", "1");
    node = TestNode.start(data, settings, UnaryOperator.identity());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    node.close();
  }

  private BridgeSocket socket(String token) throws Exception {
    BridgeSocket socket = BridgeSocket.withToken(node.vertx(), node.port(), token);
    open.add(socket);
    return socket;
  }

  private int handshake(String token) throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      return client.handshake("/eventbus/websocket?access_token=" + token, "");
    }
  }

  private static String askWho() {
    return Frames.send("chat.session", "{}", "who");
  }

  @Test
  void socketsOfOnePersonAreBounded() throws Exception {
    for (int i = 0; i < MOST; i++) {
      socket(ANN);
    }

    assertThat(handshake(ANN)).isEqualTo(429);
    assertThat(handshake(BOB)).isEqualTo(101);
    open.remove(0).close();
    Await.until("room", () -> handshake(ANN) == 101);
  }

  @Test
  void sessionsCountAsSockets() throws Exception {
    try (RawClient client = new RawClient(node.port())) {
      for (int i = 0; i < MOST; i++) {
        assertThat(poll(client, "s" + i)).contains(" 200 ");
      }
      assertThat(poll(client, "one-more")).contains(" 429 ", "too many", "identity");
      assertThat(handshake(ANN)).isEqualTo(429);
      assertThat(poll(client, "s0")).as("no new one").contains(" 200 ");
    }
    Await.until("room", () -> handshake(ANN) == 101);
  }

  private static String poll(RawClient client, String session) throws Exception {
    String head = "Authorization: Bearer " + ANN + "\r\nContent-Length: 0\r\n";
    client.request("POST", "/eventbus/0/" + session + "/xhr", head);
    return client.answer();
  }

  @Test
  void whoSaysLaterWhoItIsCountsFromThen() throws Exception {
    for (int i = 0; i < MOST; i++) {
      socket(ANN);
    }
    BridgeSocket nobody = BridgeSocket.raw(node.vertx(), node.port());
    open.add(nobody);

    JsonObject refusal = new JsonObject(nobody.ask(Frames.withToken(askWho(), ANN)));

    assertThat(refusal.getInteger("failureCode")).as(refusal.encode()).isEqualTo(429);
    assertThat(refusal.getString("message")).isEqualTo("at most 5 sockets of one identity");
    assertThat(new JsonObject(nobody.ask(askWho())).getInteger("failureCode")).isEqualTo(401);
    JsonObject bob = new JsonObject(nobody.ask(Frames.withToken(askWho(), BOB)));
    assertThat(bob.getJsonObject("body").getString("email")).isEqualTo("bob@example.com");
  }

  /** Each socket sends what it may by itself. */
  private List<JsonObject> answersOver(int sockets, String token) throws Exception {
    List<JsonObject> answers = new ArrayList<>();
    for (int i = 0; i < sockets; i++) {
      BridgeSocket socket = socket(token);
      for (int n = 0; n < BURST; n++) {
        answers.add(new JsonObject(socket.ask(askWho())));
      }
    }
    return answers;
  }

  private static boolean isRefused(JsonObject answer) {
    return answer.getInteger("failureCode", 0) == 429 && answer.getLong("retryAfterMs") > 0;
  }

  @Test
  void framesOfOnePersonAreBoundedOverItsSockets() throws Exception {
    List<JsonObject> answers = answersOver(MOST, ANN);

    assertThat(answers.subList(0, 4 * BURST)).noneMatch(CallerLimitsTest::isRefused);
    assertThat(answers.subList(4 * BURST, MOST * BURST)).anyMatch(CallerLimitsTest::isRefused);
    assertThat(answersOver(1, BOB)).noneMatch(CallerLimitsTest::isRefused);
  }

  /** Who comes back has not got a new burst. */
  @Test
  void framesAreRememberedBeyondTheSocket() throws Exception {
    answersOver(4, ANN);
    for (AutoCloseable each : open) {
      each.close();
    }
    open.clear();

    assertThat(answersOver(1, ANN)).anyMatch(CallerLimitsTest::isRefused);
  }

  @Test
  void servicesSpeakForMany() throws Exception {
    assertThat(answersOver(2 * MOST, SHOP)).noneMatch(CallerLimitsTest::isRefused);
  }
}
