package com.plantapop.chat.cluster;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.plantapop.chat.config.ClusterConfig;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A file that asks for everything that {@link Safety} forbids, and who was started on it. */
final class UnsafeFile implements AutoCloseable {
  private static final String XML =
      """
      <hazelcast xmlns="http://www.hazelcast.com/schema/config">
        <properties>
          <property name="hazelcast.phone.home.enabled">true</property>
          <property name="hazelcast.logging.type">none</property>
          <property name="hazelcast.shutdownhook.enabled">true</property>
          <property name="hazelcast.socket.bind.any">true</property>
          <property name="hazelcast.socket.server.bind.any">true</property>
          <property name="hazelcast.local.localAddress">127.0.0.1</property>
          <property name="hazelcast.wait.seconds.before.join">100</property>
          <property name="hazelcast.max.join.seconds">300</property>
          <property name="hazelcast.merge.first.run.delay.seconds">300</property>
          <property name="hazelcast.merge.next.run.delay.seconds">300</property>
          <property name="hazelcast.graceful.shutdown.max.wait">600</property>
          <property name="hazelcast.discovery.enabled">true</property>
          <property name="hazelcast.health.monitoring.level">NOISY</property>
          <property name="hazelcast.max.no.heartbeat.seconds">60</property>
          <property name="hazelcast.heartbeat.interval.seconds">10</property>
          <property name="hazelcast.mastership.claim.timeout.seconds">120</property>
          <property name="hazelcast.socket.keep.count">3</property>
        </properties>
        <management-center scripting-enabled="true" console-enabled="true"
            data-access-enabled="true"/>
        <network>
          <port auto-increment="true" port-count="50">5701</port>
          <join>
            <auto-detection enabled="true"/>
            <tcp-ip enabled="true" connection-timeout-seconds="1">
              <member>MEMBER</member>
            </tcp-ip>
          </join>
          <rest-api enabled="true">
            <endpoint-group name="HEALTH_CHECK" enabled="true"/>
          </rest-api>
          <memcache-protocol enabled="true"/>
        </network>
        <metrics enabled="true"><jmx enabled="true"/></metrics>
        <jet enabled="true"/>
        <map name="__vertx.nodeInfo"><backup-count>0</backup-count></map>
        <map name="__vertx.haInfo"><backup-count>0</backup-count></map>
        <multimap name="__vertx.subs">
          <backup-count>0</backup-count>
          <value-collection-type>LIST</value-collection-type>
        </multimap>
      </hazelcast>
      """;

  private final Path directory;
  private final Deque<HazelcastInstance> started = new ArrayDeque<>();

  UnsafeFile(Path directory) {
    this.directory = directory;
  }

  private static String xml(int member) {
    return XML.replace("MEMBER", "127.0.0.1:" + member);
  }

  /**
   * A node as we start it.
   *
   * @param member a port where somebody may be
   */
  HazelcastInstance node(String cluster, String host, int member) throws Exception {
    Path file = Files.writeString(directory.resolve("unsafe.xml"), xml(member));
    ClusterConfig config =
        new ClusterConfig(
            true, cluster, host, Nodes.freePort(), List.of(), file + "", 5_000, 200, 0, "", "", "");
    return start(HazelcastSettings.of(config, InetAddress.getByName(host)));
  }

  /** What Hazelcast starts without us. */
  HazelcastInstance twin() throws Exception {
    byte[] bytes = xml(1).getBytes(StandardCharsets.UTF_8);
    Config config = new XmlConfigBuilder(new ByteArrayInputStream(bytes)).build();
    config.setClusterName("twin").getNetworkConfig().setPort(Nodes.freePort());
    return start(config);
  }

  private HazelcastInstance start(Config config) {
    started.push(Hazelcast.newHazelcastInstance(config));
    return started.peek();
  }

  /** A program of anybody who reaches a node's port. */
  HazelcastInstance client(HazelcastInstance node) {
    ClientConfig config = new ClientConfig().setClusterName(node.getConfig().getClusterName());
    String address = node.getCluster().getLocalMember().getSocketAddress().toString();
    config.getNetworkConfig().addAddress(address.substring(1));
    started.push(HazelcastClient.newHazelcastClient(config));
    return started.peek();
  }

  /** Clients before those they speak to. */
  @Override
  public void close() {
    started.forEach(instance -> instance.getLifecycleService().terminate());
  }
}
