package com.plantapop.chat.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** What a SockJS client asks for before it chooses a transport. */
final class SockJsPages {
  private static final Pattern IFRAME = Pattern.compile("/iframe[0-9A-Za-z._-]*\\.html");

  /** In which old browsers talk for pages of other origins; nothing inline. */
  private static final String IFRAME_PAGE =
      """
      <!DOCTYPE html>
      <html>
      <head>
        <meta http-equiv="X-UA-Compatible" content="IE=edge" />
        <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
        <script src="/lib/sockjs.min.js"></script>
        <script src="/lib/sockjs-iframe.js"></script>
      </head>
      <body>
        <h2>Don't panic!</h2>
        <p>This is a SockJS hidden iframe. It's used for cross domain magic.</p>
      </body>
      </html>
      """;

  private static final String IFRAME_TAG = '"' + Integer.toHexString(IFRAME_PAGE.hashCode()) + '"';

  private SockJsPages() {}

  /**
   * Answers if it is one of these; says whether it was.
   *
   * @param origins whose pages may put our iframe into theirs
   */
  static boolean serve(HttpServerRequest request, String path, List<String> origins) {
    if (path.isEmpty()) {
      whenGet(request, () -> Answers.end(request, 200, "Welcome to SockJS!\n"));
    } else if (path.equals("/info")) {
      Answers.cors(request);
      whenGet(request, () -> info(request));
    } else if (IFRAME.matcher(path).matches()) {
      whenGet(request, () -> iframe(request, origins));
    } else {
      return false;
    }
    return true;
  }

  private static void whenGet(HttpServerRequest request, Runnable answer) {
    if (Answers.isMethod(request, "GET")) {
      answer.run();
    }
  }

  private static void info(HttpServerRequest request) {
    Answers.notCached(request);
    long entropy = ThreadLocalRandom.current().nextLong(1L << 32);
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
        .end(
            "{\"websocket\":true,\"origins\":[\"*:*\"],\"cookie_needed\":false,\"entropy\":"
                + entropy
                + '}')
        .onFailure(Answers.NOTHING);
  }

  private static void iframe(HttpServerRequest request, List<String> origins) {
    Answers.isFramed(request, origins, "script-src 'self'; connect-src 'self'; frame-src 'self'");
    HttpServerResponse response =
        request
            .response()
            .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000")
            .putHeader(HttpHeaders.ETAG, IFRAME_TAG);
    if (IFRAME_TAG.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end().onFailure(Answers.NOTHING);
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=UTF-8")
          .end(IFRAME_PAGE)
          .onFailure(Answers.NOTHING);
    }
  }
}
