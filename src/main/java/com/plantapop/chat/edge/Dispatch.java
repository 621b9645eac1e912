package com.plantapop.chat.edge;

import com.plantapop.chat.config.HttpConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Where every request comes in, and the one place that decides whether it may: on the normalised
 * path, before anybody else sees it (design section 4). What is the bridge's goes there under
 * whatever spelling; a router gets only what is not.
 */
final class Dispatch {
  private static final String BRIDGE = "/eventbus";
  private static final String ANY_ORIGIN = "*";

  private final List<String> origins;
  private final Connections connections;
  private final BridgeEndpoint bridge;
  private final Handler<HttpServerRequest> web;

  /**
   * @param web takes what is not the bridge's
   */
  Dispatch(
      HttpConfig config,
      Connections connections,
      BridgeEndpoint bridge,
      Handler<HttpServerRequest> web) {
    this.origins = config.origins();
    this.connections = connections;
    this.bridge = bridge;
    this.web = web;
  }

  void serve(HttpServerRequest request) {
    connections.requested(request);
    // Who waits for the body of a request listens for itself.
    request.exceptionHandler(Answers.NOTHING);
    request.response().exceptionHandler(Answers.NOTHING);
    try {
      RequestPath.normalized(request.path())
          .filter(path -> hasReadableQuery(request) && namesOneHost(request))
          .ifPresentOrElse(path -> serve(request, path), () -> Answers.end(request, 400, ""));
    } catch (RuntimeException fault) {
      Faults.log(fault);
      Answers.end(request, 500, "");
    }
  }

  private static boolean hasReadableQuery(HttpServerRequest request) {
    try {
      return request.params() != null;
    } catch (IllegalArgumentException broken) {
      return false;
    }
  }

  /** RFC 9112 section 3.2: two names are two meanings, for us and for a proxy before us. */
  private static boolean namesOneHost(HttpServerRequest request) {
    int names = request.headers().getAll(HttpHeaders.HOST).size();
    return names == 1 || (names == 0 && request.version() == HttpVersion.HTTP_1_0);
  }

  private void serve(HttpServerRequest request, String path) {
    if (!expects(request)) {
      Answers.end(request, 417, "");
    } else if (!path.equals(BRIDGE) && !path.startsWith(BRIDGE + "/")) {
      web.handle(request);
    } else if (!isAllowed(request)) {
      Answers.end(request, 403, "origin not allowed");
    } else {
      bridge.serve(request, path.substring(BRIDGE.length()));
    }
  }

  /** Whether we can do what the client expects (RFC 9110 section 10.1.1). */
  private static boolean expects(HttpServerRequest request) {
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected != null && expected.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
    return expected == null || expected.equalsIgnoreCase("100-continue");
  }

  /**
   * Whether the web page behind a request may talk to us. We keep no cookies, so a foreign page
   * cannot borrow a visitor's identity, and by default any may; an operator who wants fewer lists
   * them.
   */
  private boolean isAllowed(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null
        || origins.contains(ANY_ORIGIN)
        || origins.contains(origin)
        || isOurs(origin, request.getHeader(HttpHeaders.HOST));
  }

  /** Our own page; the scheme is left open, since TLS may end in front of us. */
  private static boolean isOurs(String origin, String host) {
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }
}
