package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages of strangers try in the browser of a member, whose token they have got hold of. */
class OriginAttackTest extends AttackTest {
  /** All that is served, S being a session. */
  private static final List<String> REQUESTS =
      List.of(
          "GET /eventbus/websocket",
          "GET S/websocket",
          "POST S/xhr",
          "POST S/xhr_streaming",
          "POST S/xhr_send",
          "POST S/jsonp_send",
          "GET S/eventsource",
          "GET S/htmlfile",
          "GET S/jsonp",
          "OPTIONS S/xhr_send",
          "GET /eventbus/info",
          "GET /eventbus",
          "GET /eventbus/iframe.html",
          "GET //eventbus/info",
          "GET /%65ventbus/info",
          "GET /x/../eventbus/info",
          "GET /chats/ID",
          "GET /chats/ID/messages",
          "POST /chats/ID/messages",
          "OPTIONS /chats/ID/messages",
          "POST /revocations",
          "GET /",
          "GET /js/main.js",
          "GET /asyncapi.yaml",
          "GET /openapi.yaml",
          "GET /nothing");

  /** Parted by bars; PORT is the node's. */
  @ParameterizedTest
  @CsvSource({
    "Host: localhost:PORT | Origin: http://evil.example, 403",
    "Host: localhost:PORT | Origin: https://localhost:PORT, 403",
    "Host: localhost:PORT | Origin: http://localhost, 403",
    "Host: localhost:PORT | Origin: http://localhost:PORT.evil.example, 403",
    "Host: localhost:PORT | Origin: null, 403",
    "Host: localhost:PORT | Origin: , 403",
    "Host: localhost:PORT | Origin: file://, 403",
    "Host: localhost:PORT | Origin: http://localhost:PORT | Origin: http://evil.example, 403",
    "Host: localhost:PORT | Origin: http://evil.example | X-Forwarded-Host: evil.example, 403",
    "Host: evil.example:PORT | Origin: http://evil.example:PORT, 421",
    "Host: evil.example, 421",
    "Host: evil.example | X-Forwarded-Host: localhost, 421",
    "Host: localhost.evil.example, 421",
    "Host: 10.1.2.3, 421",
    "Host: , 421",
    "Host: localhost | Host: evil.example, 400",
  })
  void foreignPageIsServedNothing(String headers, int status) throws Exception {
    String lines = headers.replace("PORT", "" + stage.port()).replaceAll(" *\\| *", "\r\n");
    for (String request : REQUESTS) {
      String answer = ask(request, lines);
      assertThat(RawClient.status(answer)).as(request).isEqualTo(status);
      assertThat(answer).as(request).doesNotContain("access-control");
      assertThat(status != 403 || answer.contains("vary: origin")).as(request).isTrue();
    }
  }

  private static String ask(String request, String headers) throws Exception {
    String target =
        request.replace("S/", SocketDriver.newSession() + "/").replace("ID", stage.id());
    String upgrade = target.contains("/websocket") ? RawClient.UPGRADE : "Content-Length: 0\r\n";
    String token = TokenIn.URL.query(stage.goodToken());
    try (RawClient client = new RawClient(stage.port())) {
      return client.write(target + token + " HTTP/1.1\r\n" + upgrade + headers + "\r\n\r\n").head();
    }
  }
}
