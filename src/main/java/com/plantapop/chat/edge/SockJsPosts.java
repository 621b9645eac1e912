package com.plantapop.chat.edge;

import io.vertx.core.internal.net.RFC3986;
import io.vertx.ext.web.RoutingContext;

/**
 * Looks at what {@code xhr_send} and {@code jsonp_send} bring before vertx-web does: at an array
 * that holds anything but strings, or a form that cannot be decoded, it throws, and any stranger
 * could fill the log with its stack traces.
 */
final class SockJsPosts {
  private static final int BROKEN = 500;
  private static final String FORM_FIELD = "d=";

  private SockJsPosts() {}

  /** Passes on what is well formed or empty; the rest is answered as the SockJS protocol says. */
  static void check(RoutingContext request) {
    String body = request.body().asString();
    if (body == null || body.isEmpty() || isWellFormed(body)) {
      request.next();
    } else {
      request.response().setStatusCode(BROKEN).end("Broken JSON encoding.");
    }
  }

  private static boolean isWellFormed(String body) {
    if (!body.startsWith(FORM_FIELD)) {
      return SockJsMessages.read(body).isPresent();
    }
    try {
      String decoded = RFC3986.decodeURIComponent(body.substring(FORM_FIELD.length()), true);
      return SockJsMessages.read(decoded).isPresent();
    } catch (IllegalArgumentException broken) {
      return false;
    }
  }
}
