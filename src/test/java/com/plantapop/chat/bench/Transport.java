package com.plantapop.chat.bench;

/** What a socket of the client speaks. */
enum Transport {
  /** As browsers do with vertx-eventbus.js. */
  SOCKJS,
  /** Messages as they are, and of our own nothing that was not asked for: no pings. */
  RAW;

  /**
   * @param session makes a SockJS session unique
   */
  String path(int session) {
    return this == RAW
        ? "/eventbus/websocket"
        : "/eventbus/000/bench%08d/websocket".formatted(session);
  }
}
