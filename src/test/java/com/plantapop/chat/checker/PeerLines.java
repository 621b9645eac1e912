package com.plantapop.chat.checker;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lines between nodes over which Hazelcast decides who belongs to the cluster. Each node has a
 * loopback address of its own, by which a line knows who calls, and tells the others to call it on
 * its line. The event bus has no such setting; but it sends to those only that belong to the
 * cluster, so a split of the one is a split of the other.
 */
final class PeerLines implements Closeable {
  private static final int FIRST = 11;

  private final List<InetAddress> hosts = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();

  static PeerLines open(int nodes) throws IOException {
    PeerLines lines = new PeerLines();
    for (int node = 0; node < nodes; node++) {
      byte[] address = {127, 0, 0, (byte) (canBeCut() ? FIRST + node : 1)};
      lines.add(InetAddress.getByAddress(address));
    }
    return lines;
  }

  /** Only some systems have more than one loopback address without being told. */
  static boolean canBeCut() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress("127.0.0." + FIRST, 0));
      return true;
    } catch (IOException noSuchAddress) {
      return false;
    }
  }

  private void add(InetAddress host) throws IOException {
    int port = freePort(host);
    hosts.add(host);
    ports.add(port);
    wires.add(new Wire(host, new InetSocketAddress(host, port)));
  }

  private static int freePort(InetAddress host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, host)) {
      return socket.getLocalPort();
    }
  }

  String host(int node) {
    return hosts.get(node).getHostAddress();
  }

  /** Where the node itself listens. */
  int port(int node) {
    return ports.get(node);
  }

  private String line(int node) {
    return host(node) + ":" + wires.get(node).port();
  }

  /** Cuts or mends everything between one node and the others. */
  void isolate(int node, Wire.State state) {
    wires.get(node).setAll(state);
    wires.forEach(wire -> wire.set(hosts.get(node), state));
  }

  /** Writes Hazelcast's file for a node. */
  Path writeFile(int node, Path directory) throws IOException {
    String members =
        wires.stream()
            .map(wire -> line(wires.indexOf(wire)))
            .collect(Collectors.joining("</member><member>"));
    return Files.writeString(
        directory.resolve("cluster.xml"),
        """
        <hazelcast xmlns="http://www.hazelcast.com/schema/config">
          <network>
            <public-address>%s</public-address>
            <join>
              <multicast enabled="false"/>
              <tcp-ip enabled="true" connection-timeout-seconds="2">
                <member-list><member>%s</member></member-list>
              </tcp-ip>
            </join>
          </network>
        </hazelcast>
        """
            .formatted(line(node), members));
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
  }
}
