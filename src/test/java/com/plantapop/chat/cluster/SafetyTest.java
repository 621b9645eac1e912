package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.plantapop.chat.config.ClusterConfig;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for a running node, also when its file says otherwise. */
class SafetyTest {
  private static final String XML =
      """
      <hazelcast xmlns="http://www.hazelcast.com/schema/config">
        <properties>
          <property name="hazelcast.phone.home.enabled">true</property>
          <property name="hazelcast.shutdownhook.enabled">true</property>
          <property name="hazelcast.socket.bind.any">true</property>
          <property name="hazelcast.socket.server.bind.any">true</property>
          <property name="hazelcast.socket.keep.count">3</property>
        </properties>
        <network>
          <port auto-increment="true" port-count="50">5701</port>
          <join>
            <auto-detection enabled="true"/>
            <tcp-ip enabled="true" connection-timeout-seconds="3"/>
          </join>
          <rest-api enabled="true"/>
          <memcache-protocol enabled="true"/>
        </network>
        <jet enabled="true"/>
        <multimap name="__vertx.subs">
          <backup-count>0</backup-count>
          <value-collection-type>LIST</value-collection-type>
        </multimap>
      </hazelcast>
      """;

  @TempDir private static Path directory;
  private static final Nodes NODES = new Nodes();
  private static Config running;
  private static ClusterNode node;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Path file = Files.writeString(directory.resolve("unsafe.xml"), XML);
    port = Nodes.freePort();
    node = NODES.start(Nodes.fromFile("safe", port, file.toString()));
    running = node.hazelcast().getConfig();
  }

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @Test
  void findsNobodyByChance() {
    JoinConfig join = running.getNetworkConfig().getJoin();

    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.isAutoDetectionEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
  }

  @Test
  @SuppressWarnings("removal")
  void tellsNobodyOutside() {
    assertThat(running.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    assertThat(running.getJetConfig().isEnabled()).isFalse();
    assertThat(running.getNetworkConfig().getRestApiConfig().isEnabled()).isFalse();
    assertThat(running.getNetworkConfig().getMemcacheProtocolConfig().isEnabled()).isFalse();
  }

  @Test
  void listensWhereItWasToldAndNowhereElse() {
    NetworkConfig network = running.getNetworkConfig();

    assertThat(node.hazelcast().getCluster().getLocalMember().getAddress().getPort())
        .isEqualTo(port);
    assertThat(network.isPortAutoIncrement()).isFalse();
    assertThat(running.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
    assertThat(running.getProperty("hazelcast.socket.server.bind.any")).isEqualTo("false");
    assertThat(running.getClusterName()).isEqualTo("safe");
  }

  @Test
  void leavesTheEndToUsAndFindsTheDeadSoon() {
    assertThat(running.getProperty("hazelcast.shutdownhook.enabled")).isEqualTo("false");
    assertThat(running.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("5");
    assertThat(running.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
  }

  @Test
  void refusesForeignClasses() {
    assertThat(running.getSerializationConfig().getJavaSerializationFilterConfig()).isNotNull();
  }

  @Test
  void keepsSubscriptionsWhenTwoNodesVanish() {
    MultiMapConfig subscriptions = running.getMultiMapConfig("__vertx.subs");

    assertThat(subscriptions.getBackupCount()).isEqualTo(2);
    assertThat(subscriptions.getValueCollectionType())
        .isEqualTo(MultiMapConfig.ValueCollectionType.SET);
    assertThat(running.getMapConfig("__vertx.nodeInfo").getBackupCount()).isEqualTo(2);
  }

  @Test
  void leavesTheRestAsTheFileHasIt() {
    assertThat(running.getProperty("hazelcast.socket.keep.count")).isEqualTo("3");
    assertThat(running.getNetworkConfig().getJoin().getTcpIpConfig().getConnectionTimeoutSeconds())
        .isEqualTo(3);
  }

  @Test
  void roundsTheFailureTimeoutUp() throws Exception {
    ClusterConfig config =
        new ClusterConfig(true, "n", "::1", 1, List.of(), "", 2_001, 0, "", "", "");

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
