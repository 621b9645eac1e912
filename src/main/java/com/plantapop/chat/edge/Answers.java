package com.plantapop.chat.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** The small answers over HTTP, and the headers that several of them share. */
final class Answers {
  /** For failures that concern a client which is gone, or has been answered. */
  static final Handler<Throwable> NOTHING = cause -> {};

  private static final String YEAR = "31536000";
  private static final String CONTENT_POLICY = "Content-Security-Policy";

  private Answers() {}

  /** Answers with a line of text; an answer that has begun is broken off. */
  static void end(HttpServerRequest request, int status, String text) {
    HttpServerResponse response = request.response();
    if (response.headWritten()) {
      response.reset().onFailure(NOTHING);
    } else if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
          .end(text)
          .onFailure(NOTHING);
    }
  }

  /**
   * For every answer: nothing of it runs, loads or is shown in a frame, whatever it is taken for.
   * What is meant to says so afterwards.
   */
  static void protect(HttpServerRequest request) {
    request
        .response()
        .putHeader(CONTENT_POLICY, "default-src 'none'; frame-ancestors 'none'")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        // Whatever the answer is, another origin may get another one.
        .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }

  /**
   * The page shows what strangers wrote: should a script ever get in, it does not run.
   *
   * @param sources which it may load from beside its own origin, as a directive, or empty
   */
  static void isPage(HttpServerRequest request, String sources) {
    request
        .response()
        .putHeader(
            CONTENT_POLICY,
            "default-src 'self'; "
                + sources
                + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  /**
   * What SockJS puts into a frame of the page that talks to us, which is ours or a listed one. Any
   * other would get around the check of origins by it.
   *
   * @param sources what runs in it
   */
  static void isFramed(HttpServerRequest request, List<String> origins, String sources) {
    String ancestors = String.join(" ", origins);
    request
        .response()
        .putHeader(
            CONTENT_POLICY,
            ("default-src 'none'; " + sources + "; frame-ancestors 'self' " + ancestors).strip());
  }

  /** Says that a token is missing or not good (RFC 6750 section 3). */
  static void notAuthenticated(HttpServerRequest request, String why) {
    request.response().putHeader("WWW-Authenticate", "Bearer");
    end(request, 401, why);
  }

  /** Whether it has the one method that its path takes; OPTIONS and all others are answered. */
  static boolean isMethod(HttpServerRequest request, String method) {
    String asked = request.method().name();
    if (asked.equals(method)) {
      return true;
    }
    HttpServerResponse response = request.response();
    if (asked.equals("OPTIONS")) {
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "OPTIONS, " + method)
          .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, YEAR)
          .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=" + YEAR)
          .setStatusCode(204)
          .end()
          .onFailure(NOTHING);
    } else {
      response.putHeader(HttpHeaders.ALLOW, "OPTIONS, " + method);
      end(request, 405, "");
    }
    return false;
  }

  /**
   * Lets the page that asks, if one does, read the answer; whether it may ask at all has been
   * decided. There are no cookies, but SockJS's client asks as if there were.
   */
  static void cors(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    HttpServerResponse response = request.response();
    if (origin != null) {
      response
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    String headers = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (headers != null) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
    }
  }

  /** Nobody on the way keeps it, holds it back or changes it. */
  static void notCached(HttpServerRequest request) {
    request
        .response()
        .putHeader(
            HttpHeaders.CACHE_CONTROL,
            "no-store, no-cache, no-transform, must-revalidate, max-age=0");
  }
}
