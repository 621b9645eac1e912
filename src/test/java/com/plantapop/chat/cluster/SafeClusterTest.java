package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.plantapop.chat.config.ClusterConfig;
import com.plantapop.chat.support.Await;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for nodes together, whatever their files and settings say. */
class SafeClusterTest {
  private static final int ENTRIES = 200;

  @TempDir private Path directory;
  private UnsafeFile file;

  @BeforeEach
  void create() {
    file = new UnsafeFile(directory);
  }

  @AfterEach
  void stop() {
    file.close();
  }

  @Test
  void subscriptionsStayWhenTwoNodesVanish() throws Exception {
    HazelcastInstance first = file.node("three", "127.0.0.1", 1);
    int port = first.getCluster().getLocalMember().getAddress().getPort();
    HazelcastInstance second = file.node("three", "127.0.0.1", port);
    HazelcastInstance third = file.node("three", "127.0.0.1", port);
    assertThat(third.getCluster().getMembers()).hasSize(3);
    for (int i = 0; i < ENTRIES; i++) {
      third.getMultiMap("__vertx.subs").put("address " + i, "node");
      third.getMultiMap("__vertx.subs").put("address " + i, "node");
      third.getMap("__vertx.nodeInfo").put("node " + i, "host");
      third.getMap("__vertx.haInfo").put("node " + i, "nothing");
    }

    Await.until("the copies", () -> third.getPartitionService().isClusterSafe());

    Stream.of(first, second).parallel().forEach(node -> node.getLifecycleService().terminate());

    assertThat(third.getMultiMap("__vertx.subs").size()).isEqualTo(ENTRIES);
    assertThat(third.getMap("__vertx.nodeInfo").size()).isEqualTo(ENTRIES);
    assertThat(third.getMap("__vertx.haInfo").size()).isEqualTo(ENTRIES);
  }

  @Test
  void theFailureTimeoutIsRoundedUp() throws Exception {
    ClusterConfig config =
        new ClusterConfig(true, "n", "::1", 1, List.of(), "", 2_001, 200, 0, "", "", "");

    assertThat(
            Safety.force(new Config(), config, InetAddress.getLoopbackAddress())
                .getProperty("hazelcast.max.no.heartbeat.seconds"))
        .isEqualTo("3");
  }

  @Test
  void theShippedFileSaysWhatTheSettingsSayByDefault() throws Exception {
    ClusterConfig defaults = Nodes.config("plantapop-chat", 5701, Nodes.members(5701, 5702, 5703));
    ClusterConfig shipped = Nodes.fromFile("plantapop-chat", 5701, "conf/cluster.xml");
    InetAddress host = InetAddress.getLoopbackAddress();

    assertThat(described(HazelcastSettings.of(shipped, host)))
        .isEqualTo(described(HazelcastSettings.of(defaults, host)));
  }

  /** Not all of its parts can be compared, but all describe themselves. */
  private static String described(Config config) {
    return config.toString().replaceAll("@[0-9a-f]+", "");
  }
}
