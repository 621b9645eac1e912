package com.plantapop.chat.cluster;

import com.plantapop.chat.config.ClusterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds the address that both ports are bound to. */
final class OwnAddress {
  private static final String KEY = "cluster.host";

  private OwnAddress() {}

  /** Throws {@link ClusterStartException} unless {@code cluster.host} is an address of ours. */
  static InetAddress of(ClusterConfig config) {
    InetAddress address = resolved(config.host());
    // Any port: whether the address is ours is one question, whether the port is free another.
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
    } catch (IOException e) {
      throw new ClusterStartException(
          KEY, "this machine cannot listen on " + config.host() + ": " + e.getMessage(), e);
    }
    return address;
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ClusterStartException(KEY, "no address is known for " + host, e);
    }
  }
}
