package com.plantapop.chat.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The client side of all cases: one event loop, which everything about sockets runs on. */
final class Client implements AutoCloseable {
  /** The largest that the allocator caches per thread. */
  private static final int READ_BYTES = 32_768;

  /** Fewer than any server's accept backlog. */
  private static final int OPENED_AT_ONCE = 100;

  private static final int TIMEOUT_SECONDS = 30;

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Bootstrap bootstrap =
      new Bootstrap()
          .group(loop)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.TCP_NODELAY, true)
          .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));

  /**
   * Opens one socket for each listener.
   *
   * @param port of the server, on 127.0.0.1
   */
  List<Socket> open(int port, List<? extends SocketListener> listeners, Transport transport) {
    List<Socket> sockets = new ArrayList<>();
    for (int from = 0; from < listeners.size(); from += OPENED_AT_ONCE) {
      int to = Math.min(listeners.size(), from + OPENED_AT_ONCE);
      List<Socket> some =
          listeners.subList(from, to).stream().map(each -> connect(port, each, transport)).toList();
      some.forEach(socket -> await(socket.opened()));
      sockets.addAll(some);
    }
    return sockets;
  }

  void close(List<Socket> sockets) {
    sockets.forEach(Socket::expectClose);
    sockets.forEach(socket -> socket.channel().close().syncUninterruptibly());
  }

  /** Runs the task on the loop and hands back what it returned. */
  <T> T call(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(() -> complete(result, task));
    return await(result);
  }

  void run(Runnable task) {
    call(() -> nothing(task));
  }

  /** Runs the task on the loop, after a while. */
  void runLater(long millis, Runnable task) {
    Future<?> unused = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Lets the loop go on for a moment. */
  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new BenchmarkException("interrupted", e);
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Begins to open a socket; {@link Socket#opened} tells how that went. */
  Socket connect(int port, SocketListener listener, Transport transport) {
    Socket socket = new Socket(listener, transport);
    bootstrap.clone().handler(socket).connect("127.0.0.1", port).addListener(socket::connected);
    return socket;
  }

  private static Void nothing(Runnable task) {
    task.run();
    return null;
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
    try {
      result.complete(task.call());
    } catch (Exception e) {
      result.completeExceptionally(e);
    }
  }

  private static <T> T await(CompletableFuture<T> result) {
    try {
      return result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BenchmarkException failed) {
        throw failed;
      }
      throw new BenchmarkException("the client failed", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new BenchmarkException("no answer in " + TIMEOUT_SECONDS + " s", e);
    }
  }
}
