package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets a clear error, word for word, and the socket goes on (issue, "Bad input"). */
class BadInputTest {
  private static final String CHAT = "chat.0123456789abcdef01234567";

  @TempDir private static Path data;
  private static TestNode node;
  private BridgeSocket socket;

  @BeforeAll
  static void startNode() throws Exception {
    node =
        TestNode.start(data, Map.of("CHAT_EDGE_MAX_SUBSCRIPTIONS", "3"), UnaryOperator.identity());
  }

  @AfterAll
  static void stopNode() throws Exception {
    node.close();
  }

  @BeforeEach
  void connect() throws Exception {
    socket = BridgeSocket.sockJs(node.vertx(), node.port());
  }

  @AfterEach
  void disconnect() {
    socket.close();
  }

  private static Arguments bad(String frame, String answer) {
    return Arguments.of(frame, answer);
  }

  private static String err(int code, String message) {
    return "{\"type\":\"err\",\"failureCode\":"
        + code
        + ",\"failureType\":\"RECIPIENT_FAILURE\",\"message\":\""
        + message
        + "\"}";
  }

  private static String err(String address, int code, String message) {
    return err(code, message).replace("\"err\",", "\"err\",\"address\":\"" + address + "\",");
  }

  static Stream<Arguments> badFrames() {
    String body = "{\"content\":\"hi\"}";
    String badAddress = "address: must be chat.<id> or chat.<id>.receipts, id being 24 hex digits";
    return Stream.of(
        bad("garbage", err(400, "not JSON")),
        bad("", err(400, "not JSON")),
        bad("{\"type\":\"send\"", err(400, "not JSON")),
        bad("[]", err(400, "a frame is a JSON object")),
        bad("[{\"type\":\"ping\"}]", err(400, "a frame is a JSON object")),
        bad("\"ping\"", err(400, "a frame is a JSON object")),
        bad("null", err(400, "a frame is a JSON object")),
        bad("{\"type\":\"ping\"}{\"type\":\"ping\"}", err(400, "a frame is one JSON object")),
        bad("{}", err(400, "type: must be a string")),
        bad("{\"type\":7}", err(400, "type: must be a string")),
        bad("{\"type\":null}", err(400, "type: must be a string")),
        bad(
            "{\"type\":\"steal\"}",
            err(400, "type: must be send, publish, register, unregister or ping")),
        bad(
            "{\"type\":\"PING\",\"address\":\"x\"}",
            err("x", 400, "type: must be send, publish, register, unregister or ping")),
        bad("{\"type\":\"send\",\"body\":{}}", err(400, "address: must be a string")),
        bad(
            "{\"type\":\"send\",\"body\":{},\"replyAddress\":\"r\"}",
            err("r", 400, "address: must be a string")),
        bad("{\"type\":\"publish\",\"address\":5}", err(400, "address: must be a string")),
        bad("{\"type\":\"register\"}", err(400, "address: must be a string")),
        bad("{\"type\":\"unregister\",\"address\":null}", err(400, "address: must be a string")),
        bad(Frames.send("chat.xyz", body, "r"), err("r", 400, badAddress)),
        bad(Frames.send(CHAT + "0", body, "r"), err("r", 400, badAddress)),
        bad(Frames.send(CHAT + "\\n", body, "r"), err("r", 400, badAddress)),
        bad(Frames.send(CHAT + "/receipts", body, "r"), err("r", 400, badAddress)),
        bad(Frames.publish("a".repeat(5000), body), err("a".repeat(5000), 400, badAddress)),
        bad(Frames.register("chat.submit", null), err("chat.submit", 400, badAddress)),
        bad(
            Frames.publish(CHAT + ".history", body),
            err(CHAT + ".history", 400, "address: history is asked with send")),
        bad(
            "{\"type\":\"send\",\"type\":\"send\",\"address\":\"" + CHAT + "\"}",
            err(CHAT, 400, "type: stands twice")),
        bad(
            Frames.send(CHAT, body, "r".repeat(201)),
            err(CHAT, 400, "replyAddress: must have at most 200 characters")),
        bad(
            "{\"type\":\"send\",\"address\":\"" + CHAT + "\",\"replyAddress\":{}}",
            err(CHAT, 400, "replyAddress: must be a string")),
        bad(withHeaders("[]"), err(CHAT, 400, "headers: must be an object")),
        bad(withHeaders("\"x\""), err(CHAT, 400, "headers: must be an object")),
        bad(
            withHeaders("{\"x\":{\"y\":1}}"),
            err(CHAT, 400, "headers.x: must be a string, number or boolean")),
        bad(withHeaders("{\"since\":-1}"), err(CHAT, 400, number("since", 0))),
        bad(withHeaders("{\"since\":\"soon\"}"), err(CHAT, 400, number("since", 0))),
        bad(withHeaders("{\"since\":1.5}"), err(CHAT, 400, number("since", 0))),
        bad(withHeaders("{\"since\":\"\"}"), err(CHAT, 400, number("since", 0))),
        bad(withHeaders("{\"since\":true}"), err(CHAT, 400, number("since", 0))),
        bad(withHeaders("{\"since\":1e2}"), err(CHAT, 400, number("since", 0))),
        bad(withHeaders("{\"since\":99999999999999999999}"), err(CHAT, 400, number("since", 0))),
        bad(withHeaders("{\"since\":1}"), err(CHAT, 400, "since: is beyond the last event, 0")),
        bad(history("{\"limit\":0}"), err("r", 400, number("limit", 1) + " to 200")),
        bad(history("{\"limit\":201}"), err("r", 400, number("limit", 1) + " to 200")),
        bad(history("{\"limit\":\"ten\"}"), err("r", 400, number("limit", 1) + " to 200")),
        bad(history("{\"after\":-1}"), err("r", 400, number("after", 0))),
        bad(history("{\"before\":0}"), err("r", 400, number("before", 1))),
        bad(history("{\"before\":[]}"), err("r", 400, number("before", 1))),
        bad(
            history("{\"after\":1,\"before\":2}"),
            err("r", 400, "before: not together with after")),
        bad(history("[]"), err("r", 400, "body: must be an object")),
        bad(history("7"), err("r", 400, "body: must be an object")),
        bad(
            "{\"type\":\"send\",\"address\":\"" + CHAT + ".history\"}",
            err(CHAT + ".history", 400, "replyAddress: history needs one")),
        bad(Frames.unregister(CHAT), err(CHAT, 404, "address: not registered")));
  }

  private static String withHeaders(String headers) {
    return "{\"type\":\"register\",\"address\":\"" + CHAT + "\",\"headers\":" + headers + "}";
  }

  private static String history(String query) {
    return Frames.send(CHAT + ".history", query, "r");
  }

  private static String number(String field, long least) {
    return field + ": must be a whole number from " + least;
  }

  @ParameterizedTest
  @MethodSource("badFrames")
  void badFrameIsAnsweredAndTheNextOneIsServed(String frame, String answer) throws Exception {
    assertThat(socket.ask(frame)).isEqualTo(answer);
    assertThat(socket.submit(Frames.newAddress(), Frames.message("still there")).getString("type"))
        .isEqualTo("rec");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'body':NaN}",
        "'body':{'x':NaN}}",
        "'body':{'content':'\\x'}}",
        "'body':{",
        "'body':{}",
        "'body':{},}",
        "'body':{}} x",
        "'body':{}}{}",
        "'body':{},'body':{}}",
        "'headers':[],'body':{}}",
        "'body':{},'type':'publish'}",
        "'body':{},'replyAddress':null}",
        "'body':{},'replyAddress':'other'}",
        "'body':{},'address':'chat.other','x'}"
      })
  void problemFoundLateIsToldAtTheAddressThatWasReadBefore(String rest) throws Exception {
    String known = "'address':'" + CHAT + "','replyAddress':'r'," + rest;
    for (String frame : List.of("{'type':'send'," + known, "{'type':'none'," + known)) {
      JsonObject refusal = new JsonObject(socket.ask(frame.replace('\'', '"')));
      assertThat(refusal.getInteger("failureCode")).isEqualTo(400);
      assertThat(refusal.getString("address")).isEqualTo("r");
    }
  }

  @Test
  void problemFoundBeforeTheTypeIsToldAtTheReplyAddress() throws Exception {
    String frame = "{\"replyAddress\":\"r\",\"body\":NaN,\"type\":\"send\"}";

    assertThat(socket.ask(frame)).isEqualTo(err("r", 400, "not JSON"));
    assertThat(socket.ask(Frames.publish(CHAT, "NaN"))).isEqualTo(err(CHAT, 400, "not JSON"));
  }

  @Test
  void sendWithoutABodyIsOneWithoutAPayload() throws Exception {
    String missing = err("r", 400, "body: missing");

    assertThat(socket.ask(Frames.send(CHAT, "null", "r"))).isEqualTo(missing);
    assertThat(socket.ask(Frames.send(CHAT, "0", "r").replace("\"body\":0,", "")))
        .isEqualTo(missing);
  }

  @Test
  void registeringTwiceIsRefusedAndTheFirstStands() throws Exception {
    String address = Frames.newAddress();
    socket.register(address, null);

    assertThat(socket.ask(Frames.register(address, null)))
        .isEqualTo(err(address, 409, "address: registered already"));

    socket.send(Frames.publish(address, Frames.message("once")));
    assertThat(socket.nextJson().getJsonObject("body").getString("content")).isEqualTo("once");
    assertThat(socket.isQuiet()).isTrue();
  }

  @Test
  void tooManySubscriptionsAreRefused() throws Exception {
    for (int i = 0; i < 3; i++) {
      socket.register(Frames.newAddress(), null);
    }
    String address = Frames.newAddress();

    assertThat(socket.ask(Frames.register(address, null)))
        .isEqualTo(err(address, 429, "at most 3 subscriptions a socket"));
  }

  @Test
  void oversizedSendIsAnsweredAtItsReplyAddress() throws Exception {
    String body = "{\"content\":\"" + "x".repeat(70_000) + "\"}";

    assertThat(socket.ask(Frames.send(CHAT, body, "r")))
        .isEqualTo(err("r", 413, "frame: at most 65536 bytes"));
    assertThat(socket.isQuiet()).isTrue();
  }

  @Test
  void sizeIsCountedInBytesNotCharacters() throws Exception {
    String body = "{\"content\":\"" + "\u20ac".repeat(22_000) + "\"}";

    assertThat(socket.ask(Frames.send(CHAT, body, "r")))
        .isEqualTo(err("r", 413, "frame: at most 65536 bytes"));
  }

  @Test
  void frameBeyondWhatTheTransportTakesClosesTheSocket() throws Exception {
    socket.sendAsIs("[\"" + "x".repeat(2 << 20) + "\"]");

    assertThat(socket.closeCode()).isEqualTo(1009);
  }

  @Test
  void brokenSockJsFramingIsAnswered() throws Exception {
    socket.sendAsIs("{\"type\":\"ping\"}");
    assertThat(socket.next()).isEqualTo(err(400, "not a SockJS frame"));
    socket.sendAsIs("[1]");
    assertThat(socket.next()).isEqualTo(err(400, "not a SockJS frame"));
    socket.sendBinary(new byte[] {'[', '"', (byte) 0xC3, '"', ']'});
    assertThat(socket.next()).isEqualTo(err(400, "not UTF-8"));
    assertThat(socket.isQuiet()).isTrue();
  }

  @Test
  void emptySockJsFrameIsIgnored() throws Exception {
    socket.sendAsIs("");
    socket.sendAsIs("[]");

    assertThat(socket.isQuiet()).isTrue();
  }

  @Test
  void everyViolationIsNamed() throws Exception {
    JsonObject refusal =
        socket.submit(
            Frames.newAddress(), "{\"id\":\"1\",\"sender\":\"ana\",\"content\":5,\"x\":null}");

    assertThat(refusal.getString("address")).isEqualTo("reply");
    assertThat(refusal.getInteger("failureCode")).isEqualTo(422);
    assertThat(refusal.getString("message")).contains("id", "sender", "content");
    assertThat(refusal.getJsonArray("details"))
        .containsExactlyInAnyOrder(
            new JsonObject().put("pointer", "/id").put("expected", "uuid"),
            new JsonObject().put("pointer", "/sender").put("expected", "email"),
            new JsonObject().put("pointer", "/content").put("expected", "string"));
  }

  @Test
  void nestingBeyondTheBoundIsStillAnsweredAtTheReplyAddress() throws Exception {
    String deep = "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    JsonObject refusal = socket.submit(CHAT, deep);

    assertThat(refusal.getString("address")).isEqualTo("reply");
    assertThat(refusal.getInteger("failureCode")).isEqualTo(400);
  }

  @Test
  void nothingButBrokenFramesEndsTheConversation() throws Exception {
    for (int i = 0; i < 20; i++) {
      socket.send("garbage");
    }

    assertThat(socket.closeCode()).isEqualTo(4009);
  }
}
