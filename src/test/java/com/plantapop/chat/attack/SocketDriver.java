package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** The bridge by WebSocket, plain and under SockJS. */
final class SocketDriver {
  static final String RAW = "/eventbus/websocket";

  private SocketDriver() {}

  static String newSession() {
    return "/eventbus/000/" + UUID.randomUUID().toString().replace("-", "");
  }

  private static int handshake(RawClient client, String path, Attempt attempt, TokenIn where)
      throws Exception {
    String token = attempt.token();
    return client.handshake(path + where.query(token), where.header(token));
  }

  static int raw(Stage stage, Attempt attempt, TokenIn where) throws Exception {
    try (RawClient client = new RawClient(stage.port())) {
      int status = handshake(client, RAW, attempt, where);
      return status == 101 ? ask(client, attempt.frame(where == TokenIn.FRAME)) : status;
    }
  }

  /** What a frame is answered with that no client would write, on the socket of a member. */
  static int frame(Stage stage, String frame) throws Exception {
    try (RawClient client = new RawClient(stage.port())) {
      client.handshake(RAW + TokenIn.URL.query(stage.goodToken()), "");
      return ask(client, frame);
    }
  }

  /** On the socket of a member, which has long been let in. */
  static int live(Stage stage, Attempt attempt) throws Exception {
    return frame(stage, attempt.frame(true));
  }

  static int ask(RawClient client, String frame) throws Exception {
    client.frame(RawClient.TEXT, frame);
    return code(client.next(RawClient.TEXT).text());
  }

  static int sockJs(Stage stage, Attempt attempt, TokenIn where) throws Exception {
    try (RawClient client = new RawClient(stage.port())) {
      int status = handshake(client, newSession() + "/websocket", attempt, where);
      if (status != 101) {
        return status;
      }
      client.expect(RawClient.TEXT, "o");
      String frame = attempt.frame(where == TokenIn.FRAME);
      client.frame(RawClient.TEXT, new JsonArray().add(frame).encode());
      String answer = client.next(RawClient.TEXT).text();
      return code(new JsonArray(answer.substring(1)).getString(0));
    }
  }

  /** Of an answer, which must say how to come in where a token is missing (RFC 6750). */
  static int status(String head) {
    int status = RawClient.status(head);
    assertThat(head.contains("www-authenticate: bearer")).as(head).isEqualTo(status == 401);
    return status;
  }

  /** What a frame says, which must be the answer to one that was sent. */
  static int code(String frame) {
    JsonObject answer = new JsonObject(frame);
    return "err".equals(answer.getString("type")) ? answer.getInteger("failureCode") : 200;
  }
}
