package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A WebSocket, so lightly that the client is not what is measured. */
final class Socket extends ByteToMessageDecoder {
  private static final AtomicInteger SESSIONS = new AtomicInteger();
  private static final int PING_SECONDS = 20;
  private static final int OPCODE = 0x0F;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private final SocketListener listener;
  private final Transport transport;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private Channel channel;
  private ScheduledFuture<?> pings;
  private boolean upgraded;
  private volatile boolean closeExpected;

  Socket(SocketListener listener, Transport transport) {
    this.listener = listener;
    this.transport = transport;
  }

  /** Completes when the server has said that it listens. */
  CompletableFuture<Void> opened() {
    return opened;
  }

  ByteBuf buffer(int capacity) {
    return channel.alloc().buffer(capacity);
  }

  Channel channel() {
    return channel;
  }

  /** Takes whole frames. A failure shows as a lost socket. */
  void write(ByteBuf frames) {
    ChannelFuture unused = channel.writeAndFlush(frames);
  }

  void write(String text) {
    write(Frames.text(channel.alloc(), text));
  }

  /** From now on a close is no loss. */
  void expectClose() {
    closeExpected = true;
  }

  void close() {
    expectClose();
    ChannelFuture unused = channel.close();
  }

  /** Fails {@link #opened} if there is no connection. */
  void connected(Future<? super Void> outcome) {
    if (!outcome.isSuccess()) {
      opened.completeExceptionally(outcome.cause());
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    String path = transport.path(SESSIONS.incrementAndGet()) + listener.query();
    write(Frames.upgrade(channel.alloc(), path));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (upgraded) {
      readFrame(in);
    } else {
      readUpgrade(in);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    super.channelReadComplete(context);
    listener.endOfRead();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lose("the server closed the connection");
    if (pings != null) {
      pings.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lose(cause.toString());
    ChannelFuture unused = context.close();
  }

  private void readUpgrade(ByteBuf in) {
    String answer = in.toString(StandardCharsets.US_ASCII);
    int end = answer.indexOf("\r\n\r\n");
    if (end >= 0) {
      if (!answer.startsWith("HTTP/1.1 101 ")) {
        throw new IllegalStateException("no WebSocket: " + answer.substring(0, end));
      }
      in.skipBytes(end + 4);
      upgraded = true;
      if (transport == Transport.RAW) {
        open();
      } else if (transport == Transport.CENTRIFUGO) {
        write(Centrifugo.CONNECT);
      }
    }
  }

  /** Nothing is consumed until the whole frame is there. */
  private void readFrame(ByteBuf in) {
    int start = in.readerIndex();
    int header = Frames.headerLength(in);
    long length = header == 0 ? 0 : Frames.payloadLength(in);
    if (header != 0 && in.readableBytes() >= header + length) {
      int opcode = in.getByte(start) & OPCODE;
      in.skipBytes(header);
      handle(opcode, in.readSlice((int) length));
    }
  }

  private void handle(int opcode, ByteBuf payload) {
    switch (opcode) {
      case TEXT -> handleText(payload);
      case PING -> write(Frames.control(channel.alloc(), PONG, payload));
      case CLOSE -> lose("closed: " + payload.skipBytes(2).toString(StandardCharsets.UTF_8));
      default -> throw new IllegalStateException("opcode " + opcode);
    }
  }

  private void handleText(ByteBuf payload) {
    if (opened.isDone()) {
      listener.frame(payload);
    } else {
      open();
      if (transport == Transport.SOCKJS) {
        schedulePings();
      }
    }
  }

  private void schedulePings() {
    pings =
        channel
            .eventLoop()
            .scheduleAtFixedRate(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
  }

  private void open() {
    listener.opened(this);
    opened.complete(null);
  }

  private void ping() {
    write(SockJs.frame("{\"type\":\"ping\"}"));
  }

  private void lose(String reason) {
    if (!closeExpected) {
      opened.completeExceptionally(new IllegalStateException(reason));
      listener.lost(reason);
    }
  }
}
