package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;

/** The reader of one chat of {@link Sends}. */
final class SendReader implements SocketListener {
  private final Sends sends;
  private final Chat chat;
  private boolean subscribed;

  SendReader(Sends sends, Chat chat) {
    this.sends = sends;
    this.chat = chat;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  @Override
  public void opened(Socket socket) {
    socket.write(chat.register(true));
  }

  @Override
  public void frame(ByteBuf payload) {
    subscribed = subscribed || SockJs.hasRegistered(payload);
    sends.received(SockJs.countEvents(payload));
  }

  @Override
  public void lost(String reason) {
    sends.fail("a reader was lost: " + reason);
  }
}
