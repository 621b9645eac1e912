package com.plantapop.chat.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The floor: passes on what is published, understanding as little of it as possible. */
final class BareNetty implements AutoCloseable {
  private static final int BACKLOG = 4_096;
  private static final int MAX_BYTES = 65_536;

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BareTopics topics = new BareTopics();
  private final Channel listener;

  BareNetty() throws InterruptedException {
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer())
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  public static void main(String[] args) throws InterruptedException {
    BareNetty server = new BareNetty();
    System.out.println("ready http://127.0.0.1:" + server.port());
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Initializer extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(MAX_BYTES))
          .addLast(
              new WebSocketServerProtocolHandler("/eventbus", null, false, MAX_BYTES, false, true))
          .addLast(new BareSession(topics));
    }
  }
}
