package com.plantapop.chat.edge;

import com.plantapop.chat.config.HttpConfig;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.limits.CountPerKey;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.event.Level;

/**
 * Whether one more may come of an address or an identity (G7). Connections are counted by who is at
 * their other end, before anything is known of them; sockets and sessions by whose they are. What
 * comes of no known address is not counted: it would be one for all. Any thread.
 */
final class Admission {
  private final EdgeMetrics metrics;
  private final TrustedProxies proxies;
  private final ClientAddress addresses;
  private final CountPerKey<Long> connections;
  private final CountPerKey<Long> sockets;
  private final ThrottledLog log =
      new ThrottledLog(
          Level.WARN,
          "clients turned away by http.maxConnectionsPerAddress (a proxy is one unless trusted)");

  Admission(HttpConfig config, EdgeMetrics metrics) {
    this.metrics = metrics;
    this.proxies = new TrustedProxies(config.trustedRanges());
    this.addresses = new ClientAddress(proxies);
    this.connections = new CountPerKey<>(config.maxConnectionsPerAddress());
    this.sockets = new CountPerKey<>(config.maxConnectionsPerAddress());
  }

  /** What a socket or session has taken; to be given back once. */
  static final class Seat {
    private final Admission of;
    private final Optional<Long> address;
    private final Identity identity;
    private final AtomicInteger open;

    private Seat(Admission of, Optional<Long> address, Identity identity, AtomicInteger open) {
      this.of = of;
      this.open = open;
      open.incrementAndGet();
      this.address = address;
      this.identity = identity;
    }

    Identity identity() {
      return identity;
    }

    void leave() {
      open.decrementAndGet();
      address.ifPresent(of.sockets::leave);
      identity.leave();
    }
  }

  /** Whether a connection may stay; followed by {@link #left} if so. */
  boolean mayStay(SocketAddress peer) {
    boolean may = tryEnter(connections, addresses.of(peer));
    if (!may) {
      metrics.met(Limit.ADDRESS);
      log.about(peer.hostAddress());
    }
    return may;
  }

  void left(SocketAddress peer) {
    addresses.of(peer).ifPresent(connections::leave);
  }

  private static boolean tryEnter(CountPerKey<Long> counts, Optional<Long> address) {
    return address.isEmpty() || counts.tryEnter(address.get());
  }

  /**
   * Takes a seat, or answers that there is none (429).
   *
   * @param transport of the socket, or of the session's first poll or stream
   */
  Optional<Seat> seat(HttpServerRequest request, Identity identity, String transport) {
    Optional<Long> address = addresses.of(request);
    if (!tryEnter(sockets, address)) {
      metrics.refused(429, Optional.of(Limit.ADDRESS));
      Answers.end(request, 429, "too many sockets of one address");
      proxies.client(request).ifPresent(log::about);
      return Optional.empty();
    }
    try {
      identity.enter();
      return Optional.of(new Seat(this, address, identity, metrics.open(transport)));
    } catch (Refusal tooMany) {
      address.ifPresent(sockets::leave);
      metrics.refused(tooMany);
      Answers.end(request, tooMany.code().number(), tooMany.getMessage());
      return Optional.empty();
    }
  }
}
