package com.plantapop.chat.edge;

import com.plantapop.chat.config.HttpConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Which web pages may talk to us. We keep no cookies, so a foreign page cannot borrow a visitor's
 * identity, and by default any may; an operator who wants fewer lists them.
 */
final class Origins {
  private static final String ANY = "*";

  private final List<String> allowed;

  Origins(HttpConfig config) {
    this.allowed = config.origins();
  }

  boolean isAllowed(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null
        || allowed.contains(ANY)
        || allowed.contains(origin)
        || isOurs(origin, request.getHeader(HttpHeaders.HOST));
  }

  /** Our own page; the scheme is left open, since TLS may end in front of us. */
  private static boolean isOurs(String origin, String host) {
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }
}
