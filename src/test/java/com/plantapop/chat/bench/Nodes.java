package com.plantapop.chat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Processes of one cluster on one new database, on all cores of the machine. */
final class Nodes implements AutoCloseable {
  private static final String RACES = "races: ";

  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<Path> homes = new ArrayList<>();

  /**
   * Started when it returns.
   *
   * @param store its settings, for each node
   */
  static Nodes start(Launcher launcher, Map<String, String> store, int count) throws IOException {
    Nodes nodes = new Nodes();
    try {
      nodes.startAll(launcher, store, count);
    } catch (BenchmarkException failed) {
      nodes.close();
      throw failed;
    }
    return nodes;
  }

  private void startAll(Launcher launcher, Map<String, String> store, int count)
      throws IOException {
    String name = "bench-" + UUID.randomUUID();
    List<String> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int port = freePort();
      Map<String, String> settings = new HashMap<>(store);
      settings.put("CHAT_CLUSTER_ENABLED", "true");
      settings.put("CHAT_CLUSTER_NAME", name);
      settings.put("CHAT_CLUSTER_PORT", String.valueOf(port));
      settings.put("CHAT_CLUSTER_MEMBERS", String.join(",", members));
      members.add("127.0.0.1:" + port);
      Path home = launcher.newHome("node" + (i + 1));
      homes.add(home);
      servers.add(launcher.startNode(home, settings));
    }
  }

  /** Nobody listens there. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  List<ServerProcess> servers() {
    return List.copyOf(servers);
  }

  List<Integer> ports() {
    return servers.stream().map(ServerProcess::port).toList();
  }

  long cpuMicros() {
    return cpuMicrosOfEach().stream().mapToLong(Long::longValue).sum();
  }

  List<Long> cpuMicrosOfEach() {
    return servers.stream().map(ServerProcess::cpuMicros).toList();
  }

  /** As {@code kill -9} does; from then on it is none of them. */
  void killLast() {
    servers.remove(servers.size() - 1).kill();
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
  }

  /** What each node said at its end of races won and lost. */
  List<String> races() throws IOException {
    List<String> said = new ArrayList<>();
    for (Path home : homes) {
      try (Stream<String> lines = Files.lines(Launcher.log(home))) {
        said.add(
            lines.filter(line -> line.contains(RACES)).findFirst().map(Nodes::tail).orElse(""));
      }
    }
    return said;
  }

  private static String tail(String line) {
    return line.substring(line.indexOf(RACES) + RACES.length());
  }
}
