package com.plantapop.chat.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;

/**
 * Puts the fragments of a WebSocket message together, up to a bound. Vert.x's own aggregation drops
 * the rest of a message that begins with an empty fragment and leaves a socket open that has sent
 * too much (notes, section 2).
 */
final class Messages {
  private final int maxBytes;
  private final Consumer<byte[]> complete;
  private final Runnable tooBig;
  private Buffer parts = Buffer.buffer();

  /**
   * @param maxBytes bound of a message
   * @param complete is given each whole message, text or binary
   * @param tooBig is called when a message exceeds the bound
   */
  Messages(int maxBytes, Consumer<byte[]> complete, Runnable tooBig) {
    this.maxBytes = maxBytes;
    this.complete = complete;
    this.tooBig = tooBig;
  }

  void frame(WebSocketFrame frame) {
    if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      return;
    }
    Buffer content = frame.binaryData();
    if (parts.length() + content.length() > maxBytes) {
      parts = Buffer.buffer();
      tooBig.run();
    } else if (frame.isFinal()) {
      complete.accept(whole(content).getBytes());
    } else {
      parts.appendBuffer(content);
    }
  }

  private Buffer whole(Buffer last) {
    if (parts.length() == 0) {
      return last;
    }
    Buffer whole = parts.appendBuffer(last);
    parts = Buffer.buffer();
    return whole;
  }
}
