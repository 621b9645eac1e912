package com.plantapop.chat.cluster;

import com.plantapop.chat.config.ClusterConfig;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.support.Await;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Real nodes on loopback, closed together. */
final class Nodes implements AutoCloseable {

  private final List<ClusterNode> started = new ArrayList<>();

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static String[] members(int... ports) {
    return Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toArray(String[]::new);
  }

  static ClusterConfig config(String name, int port, String... members) {
    return new ClusterConfig(
        true, name, "127.0.0.1", port, List.of(members), "", 5_000, 200, 0, "", "", "");
  }

  static ClusterConfig fromFile(String name, int port, String file) {
    return new ClusterConfig(
        true, name, "127.0.0.1", port, List.of(), file, 5_000, 200, 0, "", "", "");
  }

  /** Takes the silent for dead as soon as it may. */
  static ClusterConfig processConfig(int port, String... members) {
    return new ClusterConfig(
        true, "processes", "127.0.0.1", port, List.of(members), "", 2_000, 200, 0, "", "", "");
  }

  static Future<ClusterNode> starting(ClusterConfig config) {
    return ClusteredVertx.start(
        config,
        new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true),
        NodeMetrics.off()::vertx);
  }

  ClusterNode start(ClusterConfig config) {
    return started(starting(config));
  }

  ClusterNode started(Future<ClusterNode> starting) {
    ClusterNode node = starting.await();
    started.add(node);
    return node;
  }

  /** What a start fails with. */
  static Throwable failure(ClusterConfig config) {
    return starting(config)
        .compose(node -> node.vertx().close().<Throwable>map(new AssertionError("it started")))
        .otherwise(cause -> cause)
        .await();
  }

  static void awaitMembers(int members, ClusterNode... nodes) throws Exception {
    for (ClusterNode node : nodes) {
      Await.until(members + " members", () -> node.members() == members);
    }
  }

  /** Leaves in good order. */
  void stop(ClusterNode node) {
    started.remove(node);
    node.vertx().close().await();
  }

  /** Dies without a word to the others. */
  void kill(ClusterNode node) {
    node.hazelcast().getLifecycleService().terminate();
    stop(node);
  }

  @Override
  public void close() {
    List.copyOf(started).forEach(this::stop);
  }
}
