package com.plantapop.chat.edge;

import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.event.Level;

/**
 * The TCP connections of one event loop: counted against the bound of the node however they end,
 * and cut when a request takes too long to come, byte by byte or not at all. What has become a
 * WebSocket is watched by its link, and a stream by its session. Touched on that loop only.
 */
final class Connections {
  /** Where a connection is between its requests. */
  private static final class Exchange {
    private HttpServerRequest request;
    private boolean streams;
    private boolean served;
    private long since = System.nanoTime();

    boolean isAnswered() {
      return request != null && request.isEnded() && request.response().ended();
    }

    boolean isComing() {
      return request == null || !request.isEnded();
    }

    /** The next head may take as long as the first one. */
    void forgetAnswered() {
      if (isAnswered()) {
        request = null;
        served = true;
        streams = false;
        since = System.nanoTime();
      }
    }
  }

  /** Of heap, about, while nothing comes over it. */
  private static final long CONNECTION_BYTES = 4_096;

  private static final ThrottledLog TURNED_AWAY =
      new ThrottledLog(Level.WARN, "connections cut because the node has no room");

  private final AtomicInteger open;
  private final Admission admission;
  private final Budget budget;
  private final EdgeMetrics metrics;
  private final int most;
  private final long requestNanos;
  private final long answerNanos;
  private final Map<HttpConnection, Exchange> exchanges = new HashMap<>();

  /**
   * @param open connections of the node, counted by all loops
   */
  Connections(
      AtomicInteger open,
      Admission admission,
      ChatConfig config,
      Budget budget,
      EdgeMetrics metrics) {
    this.metrics = metrics;
    this.open = open;
    this.admission = admission;
    this.budget = budget;
    this.most = config.http().maxConnections();
    this.requestNanos = TimeUnit.MILLISECONDS.toNanos(config.http().requestTimeoutMs());
    this.answerNanos = TimeUnit.MILLISECONDS.toNanos(config.edge().idleTimeoutMs());
  }

  void opened(HttpConnection connection) {
    // Strangers break connections and the protocol as they like: nothing to tell the operator.
    connection.exceptionHandler(broken -> {});
    exchanges.put(connection, new Exchange());
    boolean hasRoom = budget.admit(CONNECTION_BYTES);
    long taken = hasRoom ? CONNECTION_BYTES : 0;
    // Vert.x forgets its own close handler when a connection becomes a WebSocket.
    channel(connection).closeFuture().addListener(closed -> closed(connection, taken));
    if (open.incrementAndGet() > most || !hasRoom) {
      metrics.met(hasRoom ? Limit.CONNECTIONS : Limit.NODE_BYTES);
      TURNED_AWAY.about(hasRoom ? "http.maxConnections" : "memory (edge.nodeBudgetBytes)");
      cut(connection);
    } else if (!mayStay(connection)) {
      cut(connection);
    }
  }

  private boolean mayStay(HttpConnection connection) {
    SocketAddress peer = connection.remoteAddress();
    boolean mayStay = admission.mayStay(peer);
    if (mayStay) {
      channel(connection).closeFuture().addListener(closed -> admission.left(peer));
    }
    return mayStay;
  }

  private void closed(HttpConnection connection, long taken) {
    exchanges.remove(connection);
    budget.dismiss(taken);
    open.decrementAndGet();
  }

  /** The head of a request has come. */
  void requested(HttpServerRequest request) {
    Exchange exchange = exchanges.get(request.connection());
    if (exchange != null) {
      exchange.request = request;
      exchange.streams = false;
      exchange.since = System.nanoTime();
    }
  }

  /** The answer is a poll or a stream: its session says when it ends. */
  void streams(HttpServerRequest request) {
    Exchange exchange = exchanges.get(request.connection());
    if (exchange != null) {
      exchange.streams = true;
    }
  }

  /** It is a WebSocket now. */
  void upgraded(HttpServerRequest request) {
    exchanges.remove(request.connection());
  }

  /** Cuts what has taken too long; called about once a second. */
  void check(long now) {
    exchanges.values().forEach(Exchange::forgetAnswered);
    List<Map.Entry<HttpConnection, Exchange>> late =
        exchanges.entrySet().stream()
            .filter(entry -> isLate(entry.getValue(), now))
            .map(Map.Entry::copyOf)
            .toList();
    late.forEach(entry -> cutLate(entry.getKey(), entry.getValue()));
  }

  /** Who was served and asks nothing more has met no limit. */
  private void cutLate(HttpConnection connection, Exchange exchange) {
    if (exchange.request != null || !exchange.served) {
      metrics.met(exchange.isComing() ? Limit.REQUEST_TIME : Limit.STALL_TIME);
    }
    cut(connection);
  }

  private boolean isLate(Exchange exchange, long now) {
    long age = now - exchange.since;
    return exchange.isComing() ? age > requestNanos : !exchange.streams && age > answerNanos;
  }

  /** Not through Vert.x, which would first wait until all that was written before has left. */
  static void cut(HttpConnection connection) {
    ChannelHandlerContext outermost = channel(connection).pipeline().firstContext();
    if (outermost != null) { // else it is gone already
      ChannelFuture unused = outermost.close();
    }
  }

  /** What Vert.x stands on; also after the handshake of a WebSocket. */
  static Channel channel(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel();
  }
}
