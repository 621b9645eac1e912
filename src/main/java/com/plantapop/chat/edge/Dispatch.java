package com.plantapop.chat.edge;

import com.plantapop.chat.config.HttpConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;

/**
 * Where every request comes in, and the one place that decides whether it may: on the normalised
 * path, before anybody else sees it (design section 4). What is the bridge's goes there under
 * whatever spelling; a router gets only what is not.
 */
final class Dispatch {
  private static final String BRIDGE = "/eventbus";
  private static final Set<String> PROBES = Set.of("/health/live", "/health/ready");

  private final OriginPolicy policy;
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
    this.policy = new OriginPolicy(config);
    this.connections = connections;
    this.bridge = bridge;
    this.web = web;
  }

  void serve(HttpServerRequest request) {
    connections.requested(request);
    Answers.protect(request);
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
    // Probes ask by address, and learn nothing that a foreign page could use.
    if (!PROBES.contains(path) && !policy.isForUs(request)) {
      Answers.end(request, 421, "host not served"); // RFC 9110 section 15.5.20
    } else if (!policy.allows(request)) {
      Answers.end(request, 403, "origin not allowed");
    } else if (!expects(request)) {
      Answers.end(request, 417, "");
    } else if (path.equals(BRIDGE) || path.startsWith(BRIDGE + "/")) {
      bridge.serve(request, path.substring(BRIDGE.length()));
    } else {
      web.handle(request);
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
}
