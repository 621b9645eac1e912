package com.plantapop.chat.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import com.hazelcast.config.NetworkConfig;
import com.plantapop.chat.config.ClusterConfig;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

/** What holds for every node, wherever the rest of its configuration came from. */
final class Safety {
  /** So many nodes may vanish at one moment before the bus forgets who listens. */
  private static final int BACKUPS = 2;

  private static final long MS_PER_SECOND = 1000;

  /** Of a heartbeat's interval: so many may be lost before a node is taken for dead. */
  private static final long HEARTBEATS = 4;

  /** An address that nobody comes from: no stranger may speak as Hazelcast's management tool. */
  private static final Set<String> MANAGERS = Set.of("255.255.255.255");

  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry("hazelcast.logging.type", "slf4j"),
          // We drain first; a hook of its own would take the bus away meanwhile.
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          // Listens on our address only, not on every one of the machine.
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.socket.server.bind.any", "false"),
          // The first node of a cluster would hold everybody back for 5 s, in the hope to admit
          // several at once. Without it, nodes that start together are admitted one by one, which
          // costs a round of (nearly empty) migrations each. Who becomes the first is settled
          // before that wait, so it never kept two halves from forming; that heals by merging.
          Map.entry("hazelcast.wait.seconds.before.join", "0"),
          // A node that finds only silence fails after a minute instead of five.
          Map.entry("hazelcast.max.join.seconds", "60"),
          // Two halves (a cut network, a paused process) look for each other every few seconds
          // instead of after five minutes: meanwhile subscribers get the other half's events late.
          Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
          // Leaving hands over data; when others hang, SIGTERM must not wait ten minutes for them.
          Map.entry("hazelcast.graceful.shutdown.max.wait", "10"),
          Map.entry("hazelcast.discovery.enabled", "false"),
          Map.entry("hazelcast.health.monitoring.level", "OFF"));

  private Safety() {}

  /** Changes and returns {@code hazelcast}. */
  static Config force(Config hazelcast, ClusterConfig config, InetAddress host) {
    PROPERTIES.forEach(hazelcast::setProperty);
    detectFailures(hazelcast, config.failureTimeoutMs());
    hazelcast.setClusterName(config.name());
    hazelcast.getJetConfig().setEnabled(false);
    hazelcast.getMetricsConfig().setEnabled(false);
    hazelcast
        .getManagementCenterConfig()
        .setTrustedInterfaces(MANAGERS)
        .setScriptingEnabled(false)
        .setConsoleEnabled(false)
        .setDataAccessEnabled(false);
    // Refuses classes other than Java's and Hazelcast's, whose deserialising may run code.
    hazelcast
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    network(hazelcast, config.port(), host);
    keepSubscriptions(hazelcast);
    return hazelcast;
  }

  /** Detection takes whole seconds; the interval follows, lest one lost heartbeat be a death. */
  private static void detectFailures(Config hazelcast, long timeoutMs) {
    long timeout = (timeoutMs + MS_PER_SECOND - 1) / MS_PER_SECOND;
    long interval = Math.max(1, timeout / HEARTBEATS);
    hazelcast
        .setProperty("hazelcast.max.no.heartbeat.seconds", Long.toString(timeout))
        .setProperty("hazelcast.heartbeat.interval.seconds", Long.toString(interval))
        .setProperty("hazelcast.mastership.claim.timeout.seconds", Long.toString(timeout));
  }

  /**
   * The address is given by property and not as an allowed interface: with interfaces, Hazelcast
   * silently ignores members given by a name whose address is not among them, so all other hosts.
   */
  private static void network(Config hazelcast, int port, InetAddress host) {
    NetworkConfig network = hazelcast.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    forbidRest(network);
    network.getMemcacheProtocolConfig().setEnabled(false);
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    hazelcast.setProperty("hazelcast.local.localAddress", host.getHostAddress());
  }

  /** On its way out of Hazelcast, but as long as a file can still open it, it is shut here. */
  @SuppressWarnings("removal")
  private static void forbidRest(NetworkConfig network) {
    network.getRestApiConfig().setEnabled(false);
  }

  /** As vertx-hazelcast's own file has them, with one more backup. */
  private static void keepSubscriptions(Config hazelcast) {
    hazelcast.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(BACKUPS)
            .setValueCollectionType(ValueCollectionType.SET));
    hazelcast.getMapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS);
    hazelcast.getMapConfig("__vertx.haInfo").setBackupCount(BACKUPS);
  }
}
