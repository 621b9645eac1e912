package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The publisher's socket: what it hears matters only if something was refused. */
record FanOutPublisher(FanOut fanOut, String query) implements SocketListener {
  @Override
  public void frame(ByteBuf payload) {
    if (fanOut.isRefusal(payload)) {
      fanOut.fail("refused: " + payload.toString(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void lost(String reason) {
    fanOut.fail("the publisher was lost: " + reason);
  }
}
