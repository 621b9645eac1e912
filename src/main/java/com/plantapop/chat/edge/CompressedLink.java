package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/**
 * A WebSocket with permessage-deflate (RFC 7692), which the operator has to ask for: every socket
 * has its own compressor, so nothing encoded can be shared between sockets.
 */
final class CompressedLink extends CountingLink {
  private final ServerWebSocket socket;
  private final boolean sockJs;

  CompressedLink(ServerWebSocket socket, boolean sockJs, EdgeConfig settings, Runnable drained) {
    super(settings, drained);
    this.socket = socket;
    this.sockJs = sockJs;
  }

  /** Opens the SockJS session; nothing to say on a raw socket. */
  Future<Void> open() {
    return sockJs ? socket.writeTextMessage("o") : Future.succeededFuture();
  }

  @Override
  Future<Void> write(String message) {
    if (!sockJs) {
      return socket.writeTextMessage(message);
    }
    StringBuilder frame = new StringBuilder(message.length() + message.length() / 4).append("a[");
    return socket.writeTextMessage(JsonText.quote(frame, message).append(']').toString());
  }

  @Override
  void heartbeat() {
    if (sockJs) {
      socket.writeTextMessage("h").onFailure(cause -> resume());
    }
    socket.writePing(Buffer.buffer()).onFailure(cause -> resume());
  }

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
    if (sockJs) {
      StringBuilder frame = new StringBuilder("c[").append(code.number()).append(',');
      socket
          .writeTextMessage(JsonText.quote(frame, reason).append(']').toString())
          .eventually(() -> socket.close());
    } else {
      socket.close(code.number(), reason);
    }
  }
}
