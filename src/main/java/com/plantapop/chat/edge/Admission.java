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
 * their other end, before anything is known of them; sockets and sessions by whose they are. Any
 * thread.
 */
final class Admission {
  private final CountPerKey<Long> connections;
  private final CountPerKey<Long> sockets;
  private final ThrottledLog log =
      new ThrottledLog(
          Level.WARN, "clients turned away by http.maxConnectionsPerAddress (a proxy is one)");

  Admission(HttpConfig config) {
    this.connections = new CountPerKey<>(config.maxConnectionsPerAddress());
    this.sockets = new CountPerKey<>(config.maxConnectionsPerAddress());
  }

  /** What a socket or session has taken; to be given back once. */
  static final class Seat {
    private final Admission of;
    private final Long address;
    private final Identity identity;

    private Seat(Admission of, Long address, Identity identity) {
      this.of = of;
      this.address = address;
      this.identity = identity;
    }

    Identity identity() {
      return identity;
    }

    void leave() {
      of.sockets.leave(address);
      identity.leave();
    }
  }

  /** Whether a connection may stay; followed by {@link #left} if so. */
  boolean mayStay(SocketAddress peer) {
    return connections.tryEnter(ClientAddress.of(peer)) || isTold(peer);
  }

  void left(SocketAddress peer) {
    connections.leave(ClientAddress.of(peer));
  }

  /** Takes a seat, or answers that there is none (429). */
  Optional<Seat> seat(HttpServerRequest request, Identity identity) {
    Long address = ClientAddress.of(request);
    if (!sockets.tryEnter(address)) {
      Answers.end(request, 429, "too many sockets of one address");
      isTold(request.remoteAddress());
      return Optional.empty();
    }
    try {
      identity.enter();
      return Optional.of(new Seat(this, address, identity));
    } catch (Refusal tooMany) {
      sockets.leave(address);
      Answers.end(request, tooMany.code().number(), tooMany.getMessage());
      return Optional.empty();
    }
  }

  private boolean isTold(SocketAddress turnedAway) {
    log.about(String.valueOf(turnedAway.hostAddress()));
    return false;
  }
}
