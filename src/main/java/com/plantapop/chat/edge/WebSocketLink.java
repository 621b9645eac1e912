package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.hub.Delivery;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The fast path: a WebSocket whose outgoing frames are written to Netty ready made.
 *
 * <p>Vert.x does the handshake and no more. Its encoder would copy per socket what is shared, its
 * write queue grows without bound and cannot be dropped, and it answers pings whether anybody reads
 * the answers or not. Here Netty counts the bytes that wait, and who does not read is not read.
 */
final class WebSocketLink implements Link {
  private final ChannelHandlerContext outbound;
  private final Channel channel;
  private final Flusher flusher;
  private final IdleMonitor idleMonitor;
  private final Budget.Account account;
  private final EdgeMetrics metrics;
  private WebSocketFormat format;
  private long written;
  private LongSupplier unread = () -> 0;
  private boolean dirty;
  private boolean paused;
  private boolean closing;

  /**
   * @param outbound from where frames go straight to the socket
   */
  WebSocketLink(
      ChannelHandlerContext outbound,
      WebSocketFormat format,
      Flusher flusher,
      EdgeConfig settings,
      Budget budget,
      EdgeMetrics metrics) {
    this.outbound = outbound;
    this.channel = outbound.channel();
    this.format = format;
    this.flusher = flusher;
    this.idleMonitor = new IdleMonitor(settings, System.nanoTime());
    this.account = budget.open();
    this.metrics = metrics;
    int most = settings.readerBudgetBytes();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
  }

  boolean isSockJs() {
    return format.isSockJs();
  }

  /** A raw socket is answered in the opcode that its client used last (design section 4). */
  void speaks(boolean binary) {
    if (!format.isSockJs()) {
      format = binary ? WebSocketFormat.RAW_BINARY : WebSocketFormat.RAW_TEXT;
    }
  }

  boolean isClosing() {
    return closing;
  }

  /** Whether the peer takes what we write. */
  boolean isRead() {
    return channel.isWritable();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable() && !account.mustWait();
  }

  @Override
  public void deliver(Delivery delivery, String address, String spelling) {
    WebSocketFormat.Frames frames = delivery.encodedAs(format, address);
    write(address.equals(spelling) ? frames.bytes().retainedDuplicate() : frames.spelt(spelling));
  }

  @Override
  public void send(String message) {
    write(format.encode(message));
  }

  /** Opens the SockJS session; nothing to say on a raw socket. */
  void open() {
    sendControl("o");
  }

  private void sendControl(String sockJsFrame) {
    if (format.isSockJs()) {
      write(WebSocketFormat.RAW_TEXT.encode(sockJsFrame));
    }
  }

  private void write(ByteBuf frames) {
    if (closing || !channel.isActive()) {
      frames.release();
      return;
    }
    long before = pendingBytes();
    // A failed write ends the channel, which tells us; a promise per frame would tell nobody.
    ChannelFuture unused = outbound.write(frames, channel.voidPromise());
    written += pendingBytes() - before;
    if (!dirty) {
      dirty = true;
      flusher.add(this);
    }
  }

  void flush() {
    dirty = false;
    outbound.flush();
    count();
  }

  private long pendingBytes() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Tells how much has come of what the client says that could not be served yet. */
  void unread(LongSupplier bytes) {
    unread = bytes;
  }

  /** What is kept for the client has changed. */
  void count() {
    if (channel.isActive()) {
      account.holds(pendingBytes() + unread.getAsLong());
      read();
    }
  }

  /** Whoever does not read what we write, or fills the node, is not read. */
  private void read() {
    // One that has said its last waits for the peer's end, and has no buffer to be writable.
    boolean may = closing || (!paused && isWritable());
    if (may != channel.config().isAutoRead()) {
      channel.config().setAutoRead(may);
    }
  }

  void pong(ByteBuf ping) {
    write(WebSocketFormat.control(WebSocketFormat.PONG, ping));
  }

  @Override
  public void pause() {
    paused = !closing;
    read();
  }

  @Override
  public void resume() {
    paused = false;
    read();
  }

  void heard() {
    idleMonitor.heard();
  }

  @Override
  public void check(long now) {
    count();
    switch (idleMonitor.check(now, channel.isWritable(), written - pendingBytes())) {
      case WELL -> {}
      case HEARTBEAT_DUE -> {
        sendControl("h");
        write(WebSocketFormat.control(WebSocketFormat.PING, Unpooled.EMPTY_BUFFER));
      }
      case IDLE -> close(CloseCode.IDLE, "no sign of life");
      case STALLED -> close(CloseCode.STALLED, "made no progress reading; resume with since");
    }
  }

  @Override
  public void close(CloseCode code, String reason) {
    if (closing) {
      return;
    }
    code.tell(metrics, reason);
    sendControl(code.sockJsFrame(reason));
    // A SockJS client takes our code from the frame above and expects an ordinary end.
    boolean told = format.isSockJs() && !code.isOfWebSocket();
    CloseWebSocketFrame last =
        told ? new CloseWebSocketFrame(1000, "") : new CloseWebSocketFrame(code.number(), reason);
    sayLast(last.content());
    last.release();
    resume(); // its answer is waited for
    if (code.isOfWebSocket()) {
      // Netty understands nothing more of what comes, so the peer's answer cannot be waited for.
      outbound.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> endOutput());
    }
  }

  /** The peer reads our close frame and the end; a reset could take the frame away from it. */
  private void endOutput() {
    ChannelFuture unused = ((DuplexChannel) channel).shutdownOutput();
  }

  /** The peer's close frame has come: the answer to ours, or it is answered with its own code. */
  void closedByPeer(CloseWebSocketFrame frame) {
    if (closing) {
      cut();
      return;
    }
    if (frame.statusCode() >= CloseCode.UNDEFINED_FROM) {
      close(CloseCode.BROKEN_FRAME, "no such close code");
      return;
    }
    sayLast(frame.content());
    outbound.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> cut());
  }

  /** A close frame, which waits behind what the peer does not read, but not for ever. */
  private void sayLast(ByteBuf content) {
    write(WebSocketFormat.control(WebSocketFormat.CLOSE, content));
    closing = true;
    ScheduledFuture<?> unused =
        channel.eventLoop().schedule(this::cut, CLOSE_GRACE_NANOS, TimeUnit.NANOSECONDS);
  }

  /** Not through Vert.x, which would first wait until all that was written before has left. */
  @Override
  public void cut() {
    ChannelFuture unused = outbound.close();
  }

  @Override
  public long held() {
    return account.held();
  }

  void ended() {
    account.holds(0);
  }
}
