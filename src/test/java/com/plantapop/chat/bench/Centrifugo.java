package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;

/** A messaging server in Go: its settings, and commands of its JSON protocol over WebSocket. */
final class Centrifugo {
  /** The first command on a socket; its answer says that the server listens. */
  static final String CONNECT = "{\"id\":1,\"connect\":{}}";

  private static final ByteBuf ERROR = SockJs.ascii("\"error\":{");

  private Centrifugo() {}

  /**
   * As its fastest: in memory and without history, which are its defaults. Errors alone are logged,
   * so that a failed start can be explained.
   */
  static Map<String, String> settings(int port) {
    return Map.of(
        "CENTRIFUGO_HTTP_SERVER_ADDRESS", "127.0.0.1",
        "CENTRIFUGO_HTTP_SERVER_PORT", String.valueOf(port),
        // Anybody may connect, subscribe and publish, as with the other servers.
        "CENTRIFUGO_CLIENT_INSECURE", "true",
        // Longer than a run: the client does not answer pings.
        "CENTRIFUGO_CLIENT_PING_INTERVAL", "24h",
        "CENTRIFUGO_LOG_LEVEL", "error",
        "CENTRIFUGO_USAGE_STATS_DISABLED", "true");
  }

  static String subscribe(Chat chat) {
    return """
        {"id":2,"subscribe":{"channel":"%s"}}"""
        .formatted(chat.address());
  }

  /** All have the same command id, since their answers are only searched for errors. */
  static Template publish(Chat chat) {
    return new Template(
        """
        {"id":2,"publish":{"channel":"%s","data":%s}}"""
            .formatted(chat.address(), chat.body()));
  }

  static boolean hasError(ByteBuf frame) {
    return ByteBufUtil.indexOf(ERROR, frame) >= 0;
  }
}
