package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;

/** What a case does with one socket. Called on the client's loop. */
interface SocketListener {
  /** What its URL has behind the path, such as a token. */
  default String query() {
    return "";
  }

  /** The server has said that it listens. */
  default void opened(Socket socket) {}

  /**
   * One text frame of the server, as it came.
   *
   * @param payload valid during the call
   */
  void frame(ByteBuf payload);

  /** All frames that had arrived were handed over: the moment to answer them at once. */
  default void endOfRead() {}

  /** The socket closed, though {@link Socket#expectClose} was not called. */
  void lost(String reason);
}
