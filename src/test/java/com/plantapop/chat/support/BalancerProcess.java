package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy or nginx, in front of nodes. */
public final class BalancerProcess implements AutoCloseable {
  private static final String HAPROXY =
      System.getenv().getOrDefault("HAPROXY", "/usr/sbin/haproxy");
  private static final String NGINX = System.getenv().getOrDefault("NGINX", "/usr/sbin/nginx");
  private static final Path SHIPPED = Path.of("conf", "haproxy.cfg");
  private static final Path PLAIN = Path.of("src", "test", "resources", "proxies");

  private final Process process;
  private final Path out;
  private final String address;

  private BalancerProcess(Process process, Path out, String address) {
    this.process = process;
    this.out = out;
    this.address = address;
  }

  /** Skips the test when there is no HAProxy. */
  public static void need() {
    Tools.need(HAPROXY, "install Debian's package haproxy, or set HAPROXY");
  }

  /**
   * HAProxy on the configuration that we ship; returns when it listens. Only the addresses are
   * changed, and the number of connections, for which a machine may not let us have the files.
   *
   * @param address to listen on, as host:port
   * @param nodes of node1, node2 and so on, as host:port
   */
  public static BalancerProcess start(Path directory, String address, List<String> nodes)
      throws Exception {
    return start(directory, address, "", nodes);
  }

  /** The same that ends TLS, for one node; the file has the certificate and its key. */
  public static BalancerProcess endingTls(Path directory, Path pem, String node) throws Exception {
    need();
    return start(directory, freeAddress(), " ssl crt " + pem, List.of(node));
  }

  private static BalancerProcess start(
      Path directory, String address, String tls, List<String> nodes) throws Exception {
    String shipped = Files.readString(SHIPPED);
    String config = replace(shipped, "bind :8080\n", "bind " + address + tls + "\n");
    config = replace(config, "maxconn 40000\n", "maxconn 400\n");
    for (int i = 0; i < nodes.size(); i++) {
      String node = "node" + (i + 1);
      config = replace(config, node + ":8080\n", nodes.get(i) + "\n");
    }
    return haproxy(directory, address, config);
  }

  private static BalancerProcess haproxy(Path directory, String address, String config)
      throws Exception {
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), config);
    return launch(directory, address, List.of(HAPROXY, "-db", "-f", file.toString()));
  }

  /** HAProxy in front of one node, as it is by default; skips the test when there is none. */
  public static BalancerProcess plainHaproxy(Path directory, String node) throws Exception {
    need();
    String address = freeAddress();
    String config = Files.readString(PLAIN.resolve("haproxy.cfg"));
    return haproxy(directory, address, filled(config, directory, address, node));
  }

  /** nginx in front of one node, as it is by default; skips the test when there is none. */
  public static BalancerProcess plainNginx(Path directory, String node) throws Exception {
    Tools.need(NGINX, "install Debian's package nginx-light, or set NGINX");
    String address = freeAddress();
    String config = Files.readString(PLAIN.resolve("nginx.conf"));
    Path file =
        Files.writeString(
            directory.resolve("nginx.conf"), filled(config, directory, address, node));
    return launch(
        directory, address, List.of(NGINX, "-p", directory.toString(), "-c", file.toString()));
  }

  private static String filled(String config, Path directory, String address, String node) {
    String placed = replace(config, "ADDRESS", address).replace("DIRECTORY", directory.toString());
    return replace(placed, "NODE", node);
  }

  private static String freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static BalancerProcess launch(Path directory, String address, List<String> command)
      throws Exception {
    Path out = Files.createTempFile(directory, "balancer", ".out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    BalancerProcess balancer = new BalancerProcess(process, out, address);
    Await.until(
        "the balancer to listen", () -> !process.isAlive() || Loopback.isListening(address));
    assertThat(process.isAlive()).as(balancer.log()).isTrue();
    return balancer;
  }

  private static String replace(String config, String what, String with) {
    assertThat(config).contains(what);
    return config.replace(what, with);
  }

  public String url() {
    return "http://" + address;
  }

  public int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  public String log() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
