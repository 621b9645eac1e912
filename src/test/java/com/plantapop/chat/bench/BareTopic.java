package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One address of {@link BareNetty}. What is published in one turn of the loop leaves as one
 * WebSocket frame at its end; that is encoded once, header included, and shared by all sockets.
 */
final class BareTopic {
  private static final int FIN_TEXT = 0x81;
  private static final int LARGEST_HEADER = 10;
  private static final int LARGEST_SHORT = 125;
  private static final int LENGTH_16_BITS = 126;
  private static final int LENGTH_64_BITS = 127;
  private static final int LARGEST_16_BITS = 0xFFFF;

  private final EventLoop loop;
  private final Set<Channel> subscribers = new LinkedHashSet<>();
  private final List<String> ready = new ArrayList<>();

  BareTopic(EventLoop loop) {
    this.loop = loop;
  }

  void subscribe(Channel channel) {
    if (subscribers.add(channel)) {
      ChannelFuture closed = channel.closeFuture();
      closed.addListener(gone -> subscribers.remove(channel));
    }
  }

  /**
   * @param message a JSON string, quotes included
   */
  void publish(String message) {
    if (ready.isEmpty()) {
      loop.execute(this::flush);
    }
    ready.add(message);
  }

  private void flush() {
    byte[] payload = ("a[" + String.join(",", ready) + "]").getBytes(StandardCharsets.UTF_8);
    ready.clear();
    ByteBuf shared = PooledByteBufAllocator.DEFAULT.directBuffer(payload.length + LARGEST_HEADER);
    writeHeader(shared, payload.length);
    shared.writeBytes(payload);
    for (Channel subscriber : subscribers) {
      // The first context is next to the socket: the frame is encoded already.
      ChannelHandlerContext socket = subscriber.pipeline().firstContext();
      ChannelFuture unused = socket.writeAndFlush(shared.retainedDuplicate(), socket.voidPromise());
    }
    shared.release();
  }

  private static void writeHeader(ByteBuf out, int length) {
    out.writeByte(FIN_TEXT);
    if (length <= LARGEST_SHORT) {
      out.writeByte(length);
    } else if (length <= LARGEST_16_BITS) {
      out.writeByte(LENGTH_16_BITS).writeShort(length);
    } else {
      out.writeByte(LENGTH_64_BITS).writeLong(length);
    }
  }
}
