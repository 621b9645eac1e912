package com.plantapop.chat.attack;

import com.plantapop.chat.support.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The same over REST: a log is a resource of its chat. */
final class RestDriver {
  private RestDriver() {}

  static int attempt(Stage stage, Attempt attempt, TokenIn where) throws IOException {
    boolean isRead = attempt.verb() == Attempt.Verb.HISTORY;
    String[] parts = attempt.address().split("[./]", 3);
    String target = "/chats/" + parts[1] + "/" + (parts.length == 2 ? "messages" : parts[2]);
    return ask(
        stage, isRead ? "GET" : "POST", target, isRead ? "" : attempt.body(), attempt, where);
  }

  static int ask(
      Stage stage, String method, String target, String body, Attempt attempt, TokenIn where)
      throws IOException {
    StringBuilder head = new StringBuilder(where.header(attempt.token()));
    attempt.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n");
    try (RawClient client = new RawClient(stage.port())) {
      client.request(method, target + where.query(attempt.token()), head.toString()).write(bytes);
      int status = SocketDriver.status(client.head());
      return status < 300 ? 200 : status;
    }
  }
}
