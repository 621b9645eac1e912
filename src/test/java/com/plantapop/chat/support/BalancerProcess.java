package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * HAProxy on the configuration that we ship. Only the addresses are changed, and the number of
 * connections, for which a machine may not let us have the files.
 */
public final class BalancerProcess implements AutoCloseable {
  private static final String PROGRAM =
      System.getenv().getOrDefault("HAPROXY", "/usr/sbin/haproxy");
  private static final Path SHIPPED = Path.of("conf", "haproxy.cfg");

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
    Tools.need(PROGRAM, "install Debian's package haproxy, or set HAPROXY");
  }

  /**
   * Returns when it listens.
   *
   * @param address to listen on, as host:port
   * @param nodes of node1, node2 and so on, as host:port
   */
  public static BalancerProcess start(Path directory, String address, List<String> nodes)
      throws Exception {
    String shipped = Files.readString(SHIPPED);
    String config = replace(shipped, "bind :8080\n", "bind " + address + "\n");
    config = replace(config, "maxconn 40000\n", "maxconn 400\n");
    for (int i = 0; i < nodes.size(); i++) {
      String node = "node" + (i + 1);
      config = replace(config, node + ":8080\n", nodes.get(i) + "\n");
    }
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), config);
    Path out = directory.resolve("haproxy.out");
    Process process =
        new ProcessBuilder(PROGRAM, "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
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

  public String log() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
