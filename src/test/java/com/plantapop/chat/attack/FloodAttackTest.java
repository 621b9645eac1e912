package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks again and again is told to wait, and nobody else is. */
class FloodAttackTest extends AttackTest {
  private static final int ENOUGH = 300;
  private static final int BURST = 10;

  static final Map<String, String> LIMITS =
      Map.of(
          "CHAT_EDGE_FRAMES_PER_SECOND", "1",
          "CHAT_EDGE_FRAME_BURST", "" + BURST,
          "CHAT_EDGE_FRAMES_PER_SECOND_PER_IDENTITY", "1",
          "CHAT_EDGE_MAX_SOCKETS_PER_IDENTITY", "5",
          "CHAT_EDGE_MAX_VIOLATIONS", "5",
          "CHAT_INGEST_SENDS_PER_SECOND_PER_CHAT", "1",
          "CHAT_INGEST_SEND_BURST_PER_CHAT", "3");

  /** Over sockets, sessions and requests that are all new. */
  @ParameterizedTest
  @EnumSource(names = {"RAW_URL", "RAW_FRAME", "SOCKJS_URL", "XHR", "JSONP", "REST_HEADER"})
  void strangerIsTurnedAway(Door door) throws Exception {
    String who = door.name().toLowerCase(Locale.ROOT) + "@x.example";
    Attempt attempt = new Attempt(Issuer.token(who), Attempt.Verb.HISTORY, stage.chat, Stage.BODY);
    int asked = 0;
    int code = 403;
    while (code == 403 && asked++ < ENOUGH) {
      code = door.code(stage, attempt);
    }
    assertThat(code).isEqualTo(429);
    Attempt others = new Attempt(Issuer.token(Stage.BOB), Attempt.Verb.HISTORY, stage.chat, "{}");
    assertThat(Door.REST_HEADER.code(stage, others)).isEqualTo(200);
  }

  /** Nobody's socket is open for longer than the frame takes, so only the sends are too many. */
  @ParameterizedTest
  @CsvSource({"REST_HEADER, ann@x.example", "BUS, bob@x.example"})
  void memberSaysNoMoreThanPeopleDo(Door door, String who) throws Exception {
    Attempt attempt = new Attempt(Issuer.token(who), Attempt.Verb.SEND, stage.chat, Stage.BODY);
    int said = 0;
    int code = 200;
    while (code == 200 && said < ENOUGH) {
      code = door.code(stage, attempt);
      said += code == 200 ? 1 : 0;
    }
    assertThat(code).isEqualTo(429);
    for (int i = 0; i < said; i++) {
      assertThat(stage.delivered().getJsonObject("body").getString("sender")).isEqualTo(who);
    }
  }

  /** Frames of one socket, whatever they are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"type\":\"send\"}",
        "{\"type\":\"send\",\"address\":\"chat.events\",\"body\":{}}",
        "{\"type\":\"ping\"}",
        "{\"type\":\"send\",\"address\":\"chat.session\",\"replyAddress\":\"r\"}",
      })
  void socketThatGoesOnIsClosed(String frame) throws Exception {
    try (RawClient client = new RawClient(stage.port())) {
      assertThat(client.handshake(SocketDriver.RAW, "")).isEqualTo(101);
      for (int i = 0; i < 4 * BURST; i++) {
        client.frame(RawClient.TEXT, frame);
      }
      assertThat(client.next(RawClient.CLOSE).code()).isEqualTo(4009);
    }
  }

  /** Whoever tries tokens is refused as often as it likes, and the others are served. */
  @ParameterizedTest
  @EnumSource(names = {"RAW_URL", "RAW_FRAME", "XHR_STREAMING", "REST_HEADER", "BUS"})
  void guessingTokensGetsNobodyAnywhere(Door door) throws Exception {
    String good = stage.goodToken();
    for (int i = 0; i < 3 * BURST; i++) {
      String token = good.substring(0, good.length() - 40) + ("x" + i).repeat(10) + "A";
      Attempt guess = new Attempt(token, Attempt.Verb.HISTORY, stage.chat, "{}");
      assertThat(door.code(stage, guess)).isEqualTo(401);
    }
    assertThat(stage.shop().get("/chats/" + stage.id()).status()).isEqualTo(200);
  }
}
