package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.RawClient;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bridge by SockJS's other transports, each of whose requests brings the token. */
enum FallbackDriver {
  XHR("POST", "/xhr", false),
  XHR_STREAMING("POST", "/xhr_streaming", true),
  EVENTSOURCE("GET", "/eventsource", true),
  HTMLFILE("GET", "/htmlfile", true),
  JSONP("GET", "/jsonp", false);

  private static final Pattern CODE = Pattern.compile("failureCode\\W+(\\d+)");

  private final String method;
  private final String path;
  private final boolean streams;

  FallbackDriver(String method, String path, boolean streams) {
    this.method = method;
    this.path = path;
    this.streams = streams;
  }

  int attempt(Stage stage, Attempt attempt) throws IOException {
    String session = SocketDriver.newSession();
    try (RawClient reader = new RawClient(stage.port());
        RawClient writer = new RawClient(stage.port())) {
      int status = listen(reader, session, attempt);
      if (status != 200) {
        Attempt hers = new Attempt(stage.goodToken(), attempt.verb(), attempt.address(), "{}");
        assertThat(post(writer, session, hers)).as("a session was begun").isEqualTo(404);
        return status;
      }
      if (!streams) {
        skipOpening(reader);
      }
      status = post(writer, session, attempt);
      if (status >= 300) {
        return status;
      }
      if (!streams) {
        listen(reader, session, attempt);
      }
      Matcher code = CODE.matcher(reader.readTo("\"]"));
      return code.find() ? Integer.parseInt(code.group(1)) : 200;
    }
  }

  private int listen(RawClient reader, String session, Attempt attempt) throws IOException {
    String query = TokenIn.URL.query(attempt.token());
    String callback = query.isEmpty() ? "?c=cb" : "&c=cb";
    reader.request(method, session + path + query + callback, "Content-Length: 0\r\n");
    return SocketDriver.status(reader.head());
  }

  private void skipOpening(RawClient reader) throws IOException {
    reader.readTo(this == JSONP ? "\");\r\n" : "o\n");
  }

  private int post(RawClient writer, String session, Attempt attempt) throws IOException {
    String json = new JsonArray().add(attempt.frame(false)).encode();
    String form = "d=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    byte[] body = (this == JSONP ? form : json).getBytes(StandardCharsets.UTF_8);
    String type = this == JSONP ? "Content-Type: application/x-www-form-urlencoded\r\n" : "";
    String target = session + (this == JSONP ? "/jsonp_send" : "/xhr_send");
    writer
        .request(
            "POST",
            target + TokenIn.URL.query(attempt.token()),
            type + "Content-Length: " + body.length + "\r\n")
        .write(body);
    return RawClient.status(writer.head());
  }
}
