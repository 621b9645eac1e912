package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import io.vertx.core.Future;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/**
 * A session over one of SockJS's fallback transports (xhr, eventsource, htmlfile, jsonp), framed
 * and kept alive by vertx-web. It closes with SockJS's own code 3000: vertx-web takes no other for
 * these transports.
 */
final class SockJsLink extends CountingLink {
  private final SockJSSocket socket;

  SockJsLink(SockJSSocket socket, EdgeConfig settings, Runnable drained) {
    super(settings, drained);
    this.socket = socket;
  }

  @Override
  Future<Void> write(String message) {
    return socket.write(message);
  }

  /** vertx-web sends it. */
  @Override
  void heartbeat() {}

  @Override
  void pauseReading() {
    socket.pause();
  }

  @Override
  void resumeReading() {
    socket.resume();
  }

  @Override
  void end(CloseCode code, String reason) {
    socket.close(code.number(), reason);
  }
}
