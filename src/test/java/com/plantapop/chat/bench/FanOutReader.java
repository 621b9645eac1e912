package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;

/** One of the readers of a {@link FanOut}. */
final class FanOutReader implements SocketListener {
  private final FanOut fanOut;
  private final String query;
  private long events;

  FanOutReader(FanOut fanOut, String query) {
    this.fanOut = fanOut;
    this.query = query;
  }

  @Override
  public String query() {
    return query;
  }

  /** The number of the event that it has got now. */
  long next() {
    return events++;
  }

  boolean isReached() {
    return events > 0;
  }

  void reset() {
    events = 0;
  }

  @Override
  public void opened(Socket socket) {
    socket.write(fanOut.subscription());
  }

  @Override
  public void frame(ByteBuf payload) {
    int count = SockJs.countEvents(payload);
    if (count > 0) {
      fanOut.received(this, count);
    }
  }

  @Override
  public void endOfRead() {
    fanOut.endOfRead();
  }

  @Override
  public void lost(String reason) {
    fanOut.fail("a reader was lost: " + reason);
  }
}
