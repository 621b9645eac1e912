package com.plantapop.chat.edge;

import com.plantapop.chat.config.AddressRange;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a balancer in front of us tells of a request that it hands on: believed from those that the
 * settings name, and no more than a stranger's word from all others.
 */
final class TrustedProxies {
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";
  private static final String FOR = "X-Forwarded-For";

  /** What some proxies call HTTPS when it becomes a WebSocket. */
  private static final String SECURE_WEB_SOCKET = "wss";

  private final List<AddressRange> trusted;

  TrustedProxies(List<AddressRange> trusted) {
    this.trusted = trusted;
  }

  /** Whether the client came by TLS, wherever that ended. */
  boolean isSecure(HttpServerRequest request) {
    String scheme = told(request, PROTO).orElseGet(request::scheme);
    return scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase(SECURE_WEB_SOCKET);
  }

  /** What the client asked for, as {@code host} or {@code host:port}. */
  Optional<String> authority(HttpServerRequest request) {
    return told(request, HOST).or(() -> Optional.ofNullable(request.getHeader(HttpHeaders.HOST)));
  }

  /** The last word is that of the proxy next to us; those before it may have come from anybody. */
  private Optional<String> told(HttpServerRequest request, String header) {
    List<String> values = request.headers().getAll(header);
    if (values.isEmpty() || !isTrusted(request.remoteAddress())) {
      return Optional.empty();
    }
    String last = values.get(values.size() - 1);
    return Optional.of(last.substring(last.lastIndexOf(',') + 1).strip());
  }

  /**
   * Where the client is, in digits. Each proxy adds whom it was asked by, so that is the last one
   * which is none of ours: those before it may have come from anybody. Empty when no proxy says so,
   * or when it is at the end of a pipe.
   */
  Optional<String> client(HttpServerRequest request) {
    if (!isTrusted(request.remoteAddress())) {
      return digits(request.remoteAddress());
    }
    String[] way = String.join(",", request.headers().getAll(FOR)).split(",", -1);
    int at = way.length - 1;
    while (at >= 0 && isTrusted(way[at].strip())) {
      at--;
    }
    return at < 0 ? Optional.empty() : Optional.of(way[at].strip());
  }

  /** Whether one of them is at the other end of a connection. */
  boolean isTrusted(SocketAddress peer) {
    return digits(peer).filter(this::isTrusted).isPresent();
  }

  /**
   * Of an address; empty at the end of a pipe, and of a connection that went before it was seen.
   */
  static Optional<String> digits(SocketAddress peer) {
    return Optional.ofNullable(peer).map(SocketAddress::hostAddress);
  }

  private boolean isTrusted(String digits) {
    return trusted.stream().anyMatch(range -> range.contains(digits));
  }
}
