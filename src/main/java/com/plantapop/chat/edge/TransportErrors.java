package com.plantapop.chat.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * Tells a client why its WebSocket ends when Netty cannot decode what it sends. Vert.x would cut
 * the connection without a word; Netty drops whatever else comes in meanwhile.
 */
final class TransportErrors extends ChannelInboundHandlerAdapter {
  private final BridgeSession session;

  private TransportErrors(BridgeSession session) {
    this.session = session;
  }

  /** To be called on the event loop before the first frame is read. */
  static void tell(ServerWebSocket socket, BridgeSession session) {
    ChannelHandlerContext handler = ((WebSocketInternal) socket).channelHandlerContext();
    handler
        .pipeline()
        .addBefore(handler.name(), "chat-transport-errors", new TransportErrors(session));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    if (isTooBig(cause)) {
      session.end(CloseCode.TOO_BIG, "message too big");
    } else if (cause instanceof CorruptedWebSocketFrameException) {
      session.end(CloseCode.PROTOCOL, "broke the WebSocket protocol");
    } else {
      super.exceptionCaught(context, cause);
    }
  }

  private static boolean isTooBig(Throwable cause) {
    return cause instanceof DecompressionException
        || (cause instanceof CorruptedWebSocketFrameException corrupted
            && corrupted.closeStatus().code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code());
  }
}
