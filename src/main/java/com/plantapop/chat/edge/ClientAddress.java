package com.plantapop.chat.edge;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Where a client comes from: the one place that decides it. Of IPv6 the first 64 bits, since every
 * client has as many addresses behind them as it likes.
 */
final class ClientAddress {
  private static final int NETWORK_BYTES = 8;
  private static final int V4_BYTES = 4;

  /** Of what has no address, such as the end of a pipe. */
  private static final Long NONE = -1L;

  private ClientAddress() {}

  /** Of the client that has sent a request, whoever has handed it on. */
  static Long of(HttpServerRequest request) {
    return of(request.remoteAddress());
  }

  /** Of whoever is at the other end of a connection. */
  static Long of(SocketAddress peer) {
    String address = peer == null ? null : peer.hostAddress();
    byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
    return bytes == null ? NONE : network(bytes);
  }

  /** An IPv4 address is as the network of no client of IPv6 is: with nothing in its first half. */
  private static Long network(byte[] address) {
    return address.length == V4_BYTES
        ? Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt())
        : ByteBuffer.wrap(address, 0, NETWORK_BYTES).getLong();
  }
}
