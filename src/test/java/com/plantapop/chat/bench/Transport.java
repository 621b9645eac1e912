package com.plantapop.chat.bench;

/** What a socket of the client speaks. */
enum Transport {
  /** As browsers do with vertx-eventbus.js. */
  SOCKJS,
  /** Messages as they are, and of our own nothing that was not asked for: no pings. */
  RAW,
  /** What {@link Centrifugo} calls its bidirectional transport, with JSON. */
  CENTRIFUGO;

  /**
   * @param session makes a SockJS session unique
   */
  String path(int session) {
    return switch (this) {
      case SOCKJS -> "/eventbus/000/bench%08d/websocket".formatted(session);
      case RAW -> "/eventbus/websocket";
      case CENTRIFUGO -> "/connection/websocket";
    };
  }
}
