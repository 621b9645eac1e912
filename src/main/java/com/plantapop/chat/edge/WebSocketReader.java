package com.plantapop.chat.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.ContextInternal;

/**
 * What a client says over a WebSocket: puts fragments together, up to a bound, and hands whole
 * messages to its session. Takes the place of Vert.x's own handler.
 */
final class WebSocketReader extends ChannelInboundHandlerAdapter {
  private final ContextInternal context;
  private final BridgeSession session;
  private final WebSocketLink link;
  private final Decoder decoder;
  private final int maxBytes;
  private ByteBuf message = Unpooled.EMPTY_BUFFER;
  private ByteBuf lastPing = Unpooled.EMPTY_BUFFER;
  private boolean binary;
  private long afterEnd;

  /** Netty's, which also says what it keeps of a frame that is not complete. */
  private static final class Decoder extends WebSocket13FrameDecoder {
    Decoder(int maxBytes) {
      super(
          WebSocketDecoderConfig.newBuilder()
              .maxFramePayloadLength(maxBytes)
              .closeOnProtocolViolation(false)
              .build());
    }

    int waiting() {
      return actualReadableBytes() == 0 ? 0 : internalBuffer().capacity();
    }
  }

  private WebSocketReader(
      ContextInternal context, BridgeSession session, WebSocketLink link, int maxBytes) {
    this.context = context;
    this.session = session;
    this.link = link;
    this.maxBytes = maxBytes;
    this.decoder = new Decoder(maxBytes);
  }

  /**
   * To be called on the event loop, right after the handshake.
   *
   * @param context of the loop; sessions are spoken to on it
   * @param maxBytes of a message
   * @param ended runs once when the connection is gone
   */
  static void install(
      ContextInternal context,
      Channel channel,
      BridgeSession session,
      WebSocketLink link,
      int maxBytes,
      Runnable ended) {
    WebSocketReader reader = new WebSocketReader(context, session, link, maxBytes);
    link.unread(reader::unread);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(pipeline.lastContext().name(), "chat-reader", reader);
    MaxMessagesRecvByteBufAllocator reads =
        (MaxMessagesRecvByteBufAllocator) channel.config().getRecvByteBufAllocator();
    // Else a megabyte of a frame that is not complete has come before it is counted once.
    reads.maxMessagesPerRead(1);
    pipeline.replace(WebSocket13FrameDecoder.class, "chat-decoder", reader.decoder);
    channel.closeFuture().addListener(closed -> reader.run(ended));
  }

  private void run(Runnable task) {
    context.emit(task, Runnable::run);
  }

  @Override
  public void channelRead(ChannelHandlerContext handler, Object read) {
    try {
      if (read instanceof WebSocketFrame frame) {
        context.emit(frame, link.isClosing() ? this::receiveAfterEnd : this::receive);
      }
    } finally {
      ReferenceCountUtil.release(read);
    }
  }

  /** Waits for the peer's close frame, but not behind a flood. */
  private void receiveAfterEnd(WebSocketFrame frame) {
    afterEnd += frame.content().readableBytes();
    if (frame instanceof CloseWebSocketFrame close) {
      link.closedByPeer(close);
    } else if (afterEnd > maxBytes) {
      link.cut();
    }
  }

  private void receive(WebSocketFrame frame) {
    link.heard();
    if (frame instanceof PingWebSocketFrame) {
      ping(frame.content());
    } else if (frame instanceof CloseWebSocketFrame close) {
      link.closedByPeer(close);
    } else if (!(frame instanceof PongWebSocketFrame)) {
      add(frame);
    }
  }

  /**
   * A peer that does not read gets one answer, to its last ping, once it does (RFC 6455 section
   * 5.5.3): else strangers could have us keep as many as they like.
   */
  private void ping(ByteBuf payload) {
    lastPing.release();
    lastPing = Unpooled.EMPTY_BUFFER;
    if (link.isRead()) {
      link.pong(payload);
    } else {
      lastPing = Unpooled.copiedBuffer(payload);
    }
  }

  private void add(WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
      binary = frame instanceof BinaryWebSocketFrame;
    }
    if (message.readableBytes() + frame.content().readableBytes() > maxBytes) {
      drop();
      session.end(CloseCode.TOO_BIG, "message too big");
    } else if (!frame.isFinalFragment()) {
      message = message.isReadable() ? message : Unpooled.buffer();
      message.writeBytes(frame.content());
    } else if (message.isReadable()) {
      message.writeBytes(frame.content());
      ByteBuf whole = message;
      message = Unpooled.EMPTY_BUFFER;
      complete(whole);
      whole.release();
    } else {
      complete(frame.content());
    }
  }

  private void complete(ByteBuf bytes) {
    link.speaks(binary);
    var text = JsonText.decodeUtf8(ByteBufUtil.getBytes(bytes));
    if (text.isPresent()) {
      deliver(text.get());
    } else if (binary) {
      session.receiveBroken("not UTF-8");
    } else {
      session.end(CloseCode.NOT_UTF8, "not UTF-8");
    }
  }

  private void deliver(String text) {
    if (!link.isSockJs()) {
      session.receive(text);
      return;
    }
    SockJsMessages.read(text)
        .ifPresentOrElse(
            all -> all.forEach(session::receive),
            () -> session.receiveBroken("not a SockJS frame"));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext handler) {
    link.count();
  }

  private long unread() {
    return decoder.waiting() + message.capacity() + session.waitingBytes();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext handler) {
    link.count();
    if (link.isRead() && lastPing.isReadable()) {
      link.pong(lastPing);
      lastPing.release();
      lastPing = Unpooled.EMPTY_BUFFER;
    }
    if (link.isWritable()) {
      run(session::drained);
    }
  }

  /** A peer that breaks the protocol is told; one that broke the connection cannot be. */
  @Override
  public void exceptionCaught(ChannelHandlerContext handler, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      run(() -> session.end(CloseCode.of(corrupted), "broke the WebSocket protocol"));
    } else {
      link.cut();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext handler) {
    lastPing.release();
    drop();
  }

  private void drop() {
    message.release();
    message = Unpooled.EMPTY_BUFFER;
  }
}
