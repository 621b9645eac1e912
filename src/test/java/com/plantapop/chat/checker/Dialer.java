package com.plantapop.chat.checker;

import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/** Opens sockets with tokens. */
final class Dialer {
  private static final long CONNECT_TIMEOUT_MS = 3_000;
  private static final int MAX_MESSAGE = 16 << 20;
  private static final int NOT_AUTHENTICATED = 401;

  private final WebSocketClient client;

  Dialer(Loop loop, int sockets) {
    client =
        loop.vertx()
            .createWebSocketClient(
                new WebSocketClientOptions()
                    .setMaxConnections(sockets * 2)
                    .setMaxMessageSize(MAX_MESSAGE)
                    .setMaxFrameSize(MAX_MESSAGE));
  }

  Future<WebSocket> dial(Node node, Token token) {
    return client.connect(
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(Math.max(1, node.port()))
            .setURI("/eventbus/websocket?access_token=" + token.text())
            .setTimeout(CONNECT_TIMEOUT_MS));
  }

  /** Whether a node was reached, and does not take the token. */
  static boolean isRefused(Throwable cause) {
    return cause instanceof UpgradeRejectedException rejected
        && rejected.getStatus() == NOT_AUTHENTICATED;
  }
}
