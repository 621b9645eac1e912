package com.plantapop.chat.edge;

import com.plantapop.chat.config.HttpConfig;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.limits.CountPerKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Whether one more may come of an address or an identity (G7). Connections are counted by who is at
 * their other end, before anything is known of them; sockets and sessions by whose they are. What
 * comes of no known address is not counted: it would be one for all. Any thread.
 */
final class Admission {
  private final TrustedProxies proxies;
  private final ClientAddress addresses;
  private final CountPerKey<Long> connections;
  private final CountPerKey<Long> sockets;
  private final ThrottledLog log =
      new ThrottledLog(
          Level.WARN,
          "clients turned away by http.maxConnectionsPerAddress (a proxy is one unless trusted)");

  Admission(HttpConfig config) {
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

    private Seat(Admission of, Optional<Long> address, Identity identity) {
      this.of = of;
      this.address = address;
      this.identity = identity;
    }

    Identity identity() {
      return identity;
    }

    void leave() {
      address.ifPresent(of.sockets::leave);
      identity.leave();
    }
  }

  /** Whether a connection may stay; followed by {@link #left} if so. */
  boolean mayStay(SocketAddress peer) {
    return tryEnter(connections, addresses.of(peer)) || isTold(peer.hostAddress());
  }

  void left(SocketAddress peer) {
    addresses.of(peer).ifPresent(connections::leave);
  }

  private static boolean tryEnter(CountPerKey<Long> counts, Optional<Long> address) {
    return address.isEmpty() || counts.tryEnter(address.get());
  }

  /** Takes a seat, or answers that there is none (429). */
  Optional<Seat> seat(HttpServerRequest request, Identity identity) {
    Optional<Long> address = addresses.of(request);
    if (!tryEnter(sockets, address)) {
      Answers.end(request, 429, "too many sockets of one address");
      proxies.client(request).ifPresent(this::isTold);
      return Optional.empty();
    }
    try {
      identity.enter();
      return Optional.of(new Seat(this, address, identity));
    } catch (Refusal tooMany) {
      address.ifPresent(sockets::leave);
      Answers.end(request, tooMany.code().number(), tooMany.getMessage());
      return Optional.empty();
    }
  }

  private boolean isTold(String turnedAway) {
    log.about(turnedAway);
    return false;
  }
}
