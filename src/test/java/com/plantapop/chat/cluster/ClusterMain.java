package com.plantapop.chat.cluster;

import com.plantapop.chat.metrics.NodeMetrics;
import io.vertx.core.VertxOptions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A node as a process. It says its port on the bus again and again, and prints {@code members N}
 * after each change and {@code heard PORT} for whom it heard since.
 */
public final class ClusterMain {
  private static final long PAUSE_MS = 50;
  private static final String ADDRESS = "test.words";

  private final Set<Integer> heard = ConcurrentHashMap.newKeySet();
  private final ClusterNode node;

  private ClusterMain(ClusterNode node) {
    this.node = node;
  }

  /** Takes the ports of all members, its own first. */
  public static void main(String[] args) {
    int[] ports = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    ClusteredVertx.start(
            Nodes.processConfig(ports[0], Nodes.members(ports)),
            new VertxOptions(),
            NodeMetrics.off()::vertx)
        .onSuccess(node -> new ClusterMain(node).run(ports[0]))
        .onFailure(Throwable::printStackTrace);
  }

  private void run(int port) {
    node.vertx().eventBus().<Integer>consumer(ADDRESS, message -> hear(message.body()));
    node.vertx().setPeriodic(PAUSE_MS, id -> node.vertx().eventBus().publish(ADDRESS, port));
    node.onMembershipChange(this::changed);
    changed();
  }

  private void changed() {
    heard.clear();
    System.out.println("members " + node.members());
  }

  private void hear(int port) {
    if (heard.add(port)) {
      System.out.println("heard " + port);
    }
  }
}
