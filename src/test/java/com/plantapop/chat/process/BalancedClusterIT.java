package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BalancerProcess;
import com.plantapop.chat.support.Loopback;
import com.plantapop.chat.support.NodeScript;
import com.plantapop.chat.support.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Official clients of every transport and the cluster of docker-compose.yml behind its balancer.
 */
class BalancedClusterIT {
  /** Senders do not wait long for the store; a drain lasts until the balancer has noticed it. */
  private static final Map<String, String> MORE =
      Map.of(
          "CHAT_INGEST_DEADLINE_MS", "2000",
          "CHAT_DRAIN_BATCH_SIZE", "1",
          "CHAT_DRAIN_BATCH_PAUSE_MS", "500");

  @TempDir private static Path directory;
  private static ComposedCluster cluster;
  private static BalancerProcess balancer;

  @BeforeAll
  static void start() throws Exception {
    BalancerProcess.need();
    cluster = new ComposedCluster(directory, MORE);
    cluster.run(cluster.nodes());
    balancer = cluster.balance();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** What a test before this one ended has come back. */
  @BeforeEach
  void heal() throws Exception {
    cluster.run(cluster.nodes());
    Await.until("the balancer to find a node", () -> cluster.isReadyAt(balancer.url()));
  }

  @Test
  void clientsConverseOverEveryTransport() throws Exception {
    for (String node : cluster.nodes()) {
      Map<String, String> settings = cluster.settings(node);
      String host = cluster.host(node);
      String port = settings.get("CHAT_HTTP_PORT");
      assertThat(cluster.process(node).stdout())
          .isEqualTo("ready http://" + host + ":" + port + "\n");
      assertListening(host, settings.get("CHAT_CLUSTER_PORT"));
      assertListening(host, settings.get("CHAT_CLUSTER_BUS_PORT"));
      assertThat(checkHealth(host, port)).isZero();
      assertThat(checkHealth(cluster.nobody(), port)).isNotZero();
    }
    NodeScript.passes("official-client.mjs", balancer.url());
  }

  private static void assertListening(String host, String port) {
    assertThat(Loopback.isListening(host + ":" + port)).as(host + ":" + port).isTrue();
  }

  /** As Docker does it in the container. */
  private static int checkHealth(String host, String port) throws Exception {
    ProcessBuilder check =
        new ProcessBuilder("src/main/docker/ready", host)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    check.environment().put("CHAT_HTTP_PORT", port);
    return check.start().waitFor();
  }

  @Test
  void clientsStayWhereTheyAreWhileTheStoreIsAway() throws Exception {
    String store = Long.toString(cluster.mongo().pid());
    NodeScript.passes("balanced-clients.mjs", balancer.url(), "outage", store);
  }

  @Test
  void clientsComeBackWhenOneNodeDiesAndAnotherDrains() throws Exception {
    List<ServerProcess> nodes = cluster.nodes().stream().map(cluster::process).toList();
    ServerProcess drained = nodes.get(1);
    NodeScript.passes(
        "balanced-clients.mjs",
        balancer.url(),
        "loss",
        Long.toString(nodes.get(0).pid()),
        Long.toString(drained.pid()));
    assertThat(drained.exitCode()).isZero();
    assertThat(cluster.isReadyAt(balancer.url())).isTrue();

    nodes.get(2).kill();
    Await.until("the balancer to turn all away", () -> !cluster.isReadyAt(balancer.url()));
    cluster.run(cluster.nodes().subList(0, 1));
    Await.until("the balancer to find the new node", () -> cluster.isReadyAt(balancer.url()));
  }
}
