package com.plantapop.chat.edge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Supplier;

/**
 * The response of one poll or stream, which takes frames for as long as its transport allows. It
 * lives on the event loop of its connection, where it is made; all other methods are called on that
 * of its session, which need not be the same.
 */
final class HttpReceiver {
  /** A stream ends after so many characters: the browser keeps all of it (SockJS protocol). */
  private static final int MAX_STREAM = 128 << 10;

  private final HttpTransport transport;
  private final String callback;
  private final HttpServerResponse response;
  private final Context loop;
  private final Runnable cut;
  private final boolean endsConnection;
  private long sent;
  private boolean full;

  /**
   * @param callback of the transports that need one, else empty
   * @param cut ends the connection at once; called on its loop
   */
  HttpReceiver(HttpServerRequest request, HttpTransport transport, String callback, Runnable cut) {
    this.transport = transport;
    this.callback = callback;
    this.response = request.response();
    this.loop = Vertx.currentContext();
    this.cut = cut;
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, transport.contentType())
        // nginx would keep a stream until it has a page of it.
        .putHeader("X-Accel-Buffering", "no");
    endsConnection = !transport.endsWithFrame() && request.version() == HttpVersion.HTTP_1_0;
    if (endsConnection) {
      // Without chunks the end of a stream is the end of the connection, whatever the client asks
      // for, which Vert.x would grant.
      response.headersEndHandler(
          head -> response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    } else if (!transport.endsWithFrame()) {
      response.setChunked(true);
    }
    if (!transport.endsWithFrame()) {
      // At once: the client, or a proxy, may wait for the head for less than the next event takes.
      String prelude = transport.prelude(callback);
      sent = prelude.length();
      response.write(prelude).onFailure(Answers.NOTHING);
    }
  }

  /** Calls {@code gone} on the caller's context when the client goes away before the end. */
  void onGone(Runnable gone) {
    Context caller = Vertx.currentContext();
    loop.runOnContext(turn -> watch(() -> caller.runOnContext(told -> gone.run())));
  }

  /** Whoever has left already is not told of again. */
  private void watch(Runnable gone) {
    if (response.closed()) {
      gone.run();
    } else {
      response.closeHandler(closed -> gone.run());
    }
  }

  /** Whether it has ended, so that the next frame needs another one. */
  boolean isFull() {
    return full;
  }

  /**
   * Writes a frame; to be called only when the one before has left, and not when full. Completes on
   * the caller's context when it has left; fails when the client is gone.
   */
  Future<Void> write(String frame) {
    String all = transport.frame(frame, callback);
    sent += all.length();
    full = transport.endsWithFrame() || sent >= MAX_STREAM;
    return onLoop(full ? () -> endWith(all) : () -> response.write(all));
  }

  /** Ends the response with nothing more to say; a client that is gone does not mind. */
  void end() {
    if (!full) {
      full = true;
      onLoop(() -> endWith(""));
    }
  }

  private Future<Void> endWith(String rest) {
    Future<Void> left = response.end(rest);
    return endsConnection ? left.onComplete(ended -> cut.run()) : left;
  }

  /** Ends the connection at once, whatever waits to be read. */
  void cut() {
    full = true;
    loop.runOnContext(turn -> cut.run());
  }

  private Future<Void> onLoop(Supplier<Future<Void>> write) {
    Promise<Void> left = callersPromise();
    loop.runOnContext(turn -> begin(write).onComplete(left));
    return left.future();
  }

  /**
   * A promise whose future completes on the caller's context, and tells that context of what its
   * listeners throw: one without a context would swallow it.
   */
  static Promise<Void> callersPromise() {
    return ((ContextInternal) Vertx.currentContext()).promise();
  }

  private Future<Void> begin(Supplier<Future<Void>> write) {
    return response.ended() || response.closed()
        ? Future.failedFuture("the client is gone")
        : write.get();
  }
}
