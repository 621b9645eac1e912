package com.plantapop.chat.edge;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a client comes from: the one place that decides it. Of IPv6 the first 64 bits, since every
 * client has as many addresses behind them as it likes. Empty where nobody knows: a trusted proxy
 * has one address for all its clients, and does not tell everything of each; the end of a pipe has
 * none.
 */
final class ClientAddress {
  private static final int NETWORK_BYTES = 8;
  private static final int V4_BYTES = 4;

  private final TrustedProxies proxies;

  ClientAddress(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  /** Of the client that has sent a request, whoever has handed it on. */
  Optional<Long> of(HttpServerRequest request) {
    return proxies.client(request).flatMap(ClientAddress::parse);
  }

  /** Of whoever is at the other end of a connection, if that is a client. */
  Optional<Long> of(SocketAddress peer) {
    return proxies.isTrusted(peer)
        ? Optional.empty()
        : TrustedProxies.digits(peer).flatMap(ClientAddress::parse);
  }

  /** A proxy may write what is no address, such as {@code unknown}. */
  private static Optional<Long> parse(String digits) {
    String withoutZone = digits.replaceFirst("%.*", "");
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(withoutZone))
        .map(InetAddress::getAddress)
        .map(ClientAddress::network);
  }

  /** An IPv4 address is as the network of no client of IPv6 is: with nothing in its first half. */
  private static Long network(byte[] address) {
    return address.length == V4_BYTES
        ? Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt())
        : ByteBuffer.wrap(address, 0, NETWORK_BYTES).getLong();
  }
}
