package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.hub.Delivery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The fast path: a WebSocket whose outgoing frames are written to Netty ready made.
 *
 * <p>Vert.x does the handshake, reads, and closes. What we send goes past its encoder and its write
 * queue: the one would copy per socket what is shared, the other grows without bound and cannot be
 * dropped (notes, section 2). Netty counts the bytes that wait against the reader's budget.
 */
final class WebSocketLink implements Link {
  /** How long a peer may take to read the rest and our close frame. */
  private static final long CLOSE_GRACE_SECONDS = 10;

  /** RFC 6455 section 5.5.2, without payload; any answer is a sign of life. */
  private static final ByteBuf PING =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeByte(0x89).writeByte(0));

  private final ServerWebSocket socket;
  private final WebSocketFormat format;
  private final Flusher flusher;
  private final Vitality vitality;
  private final Channel channel;
  private final ChannelHandlerContext beforeEncoder;
  private boolean dirty;
  private boolean paused;
  private boolean closing;

  WebSocketLink(
      ServerWebSocket socket, WebSocketFormat format, Flusher flusher, EdgeConfig settings) {
    this.socket = socket;
    this.format = format;
    this.flusher = flusher;
    this.vitality = new Vitality(settings, System.nanoTime());
    ChannelHandlerContext vertxHandler = ((WebSocketInternal) socket).channelHandlerContext();
    this.channel = vertxHandler.channel();
    this.beforeEncoder = encoder(vertxHandler);
    removeIdleHandler();
    int budget = settings.readerBudgetBytes();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(budget / 2, budget));
  }

  /** {@link Vitality} looks after idleness; Netty's handler would add a listener to each write. */
  private void removeIdleHandler() {
    if (channel.pipeline().get(IdleStateHandler.class) != null) {
      channel.pipeline().remove(IdleStateHandler.class);
    }
  }

  private static ChannelHandlerContext encoder(ChannelHandlerContext vertxHandler) {
    for (var handler : vertxHandler.pipeline()) {
      if (handler.getValue() instanceof WebSocketFrameEncoder) {
        return vertxHandler.pipeline().context(handler.getKey());
      }
    }
    throw new IllegalStateException("no WebSocket encoder in the pipeline");
  }

  /** Calls {@code drained} whenever the peer has read enough to take more. */
  void onDrained(Runnable drained) {
    channel.pipeline().addBefore(vertxHandlerName(), "chat-drain", new DrainListener(drained));
  }

  private String vertxHandlerName() {
    return ((WebSocketInternal) socket).channelHandlerContext().name();
  }

  private static final class DrainListener extends ChannelInboundHandlerAdapter {
    private final Runnable drained;

    DrainListener(Runnable drained) {
      this.drained = drained;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
      super.channelWritabilityChanged(context);
      if (context.channel().isWritable()) {
        drained.run();
      }
    }
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void deliver(Delivery delivery, String spelling) {
    write(delivery.encodedAs(format, spelling).retainedDuplicate());
  }

  @Override
  public void send(String message) {
    write(format.encode(List.of(message.getBytes(StandardCharsets.UTF_8))));
  }

  /** Opens the SockJS session; nothing to say on a raw socket. */
  void open() {
    if (format == WebSocketFormat.SOCKJS) {
      write(WebSocketFormat.plain("o"));
    }
  }

  private void write(ByteBuf frames) {
    if (closing || !channel.isActive()) {
      frames.release();
      return;
    }
    // A failed write ends the channel, which tells us; a promise per frame would tell nobody.
    ChannelFuture unused = beforeEncoder.write(frames, channel.voidPromise());
    if (!dirty) {
      dirty = true;
      flusher.add(this);
    }
  }

  void flush() {
    dirty = false;
    beforeEncoder.flush();
  }

  @Override
  public void pause() {
    if (!paused) {
      paused = true;
      socket.pause();
    }
  }

  @Override
  public void resume() {
    if (paused) {
      paused = false;
      socket.resume();
    }
  }

  void heard() {
    vitality.heard();
  }

  @Override
  public void check(long now) {
    switch (vitality.check(now, isWritable(), pendingBytes())) {
      case WELL -> {}
      case HEARTBEAT_DUE -> heartbeat();
      case IDLE -> close(CloseCode.IDLE, "no sign of life");
      case STALLED -> close(CloseCode.STALLED, "made no progress reading; resume with since");
    }
  }

  private long pendingBytes() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  private void heartbeat() {
    if (format == WebSocketFormat.SOCKJS) {
      write(WebSocketFormat.plain("h"));
    }
    write(PING.duplicate());
  }

  @Override
  public void close(CloseCode code, String reason) {
    if (closing) {
      return;
    }
    code.log(reason);
    boolean sockJs = format == WebSocketFormat.SOCKJS;
    if (sockJs) {
      StringBuilder frame = new StringBuilder("c[").append(code.number()).append(',');
      write(WebSocketFormat.plain(JsonText.quote(frame, reason).append(']').toString()));
    }
    closing = true;
    if (!socket.isClosed()) {
      // A SockJS client takes the code from the frame above and expects an ordinary end.
      socket.close(sockJs ? 1000 : code.number(), sockJs ? null : reason);
    }
    // The close frame waits behind what the peer does not read; the channel frees it all.
    ScheduledFuture<?> unused =
        channel.eventLoop().schedule(this::cut, CLOSE_GRACE_SECONDS, TimeUnit.SECONDS);
  }

  private void cut() {
    ChannelFuture unused = channel.close();
  }
}
