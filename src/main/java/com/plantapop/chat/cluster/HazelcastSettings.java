package com.plantapop.chat.cluster;

import com.hazelcast.config.Config;
import com.plantapop.chat.config.ClusterConfig;
import com.plantapop.chat.config.ClusterConfig.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds Hazelcast's configuration: whom to join, and {@link Safety} on top. */
final class HazelcastSettings {
  /**
   * How long nodes that start together ask each other for a cluster before one of them proposes
   * itself as its first; the others must agree. One that is up answers within milliseconds.
   */
  private static final int SEARCH_SECONDS = 2;

  private static final String MEMBERS = "cluster.members";
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastSettings.class);

  private HazelcastSettings() {}

  /** Throws {@link ClusterStartException} when file or members do not permit a start. */
  static Config of(ClusterConfig config, InetAddress host) {
    Config hazelcast = config.file().isEmpty() ? fromMembers(config) : ClusterFile.read(config);
    return Safety.force(hazelcast, config, host);
  }

  private static Config fromMembers(ClusterConfig config) {
    List<HostPort> seeds = config.seeds();
    List<String> unknown =
        seeds.stream().map(HostPort::host).filter(name -> !isKnown(name)).distinct().toList();
    if (seeds.isEmpty()) {
      LOG.warn("{} is empty: this node waits until another one names it", MEMBERS);
    } else if (seeds.stream().map(HostPort::host).allMatch(unknown::contains)) {
      throw new ClusterStartException(MEMBERS, "no address is known for any of " + seeds);
    } else if (!unknown.isEmpty()) {
      // A host that is down may have no name for the while; that must not keep the others down.
      LOG.warn("{}: no address is known for {}; going on with the others", MEMBERS, unknown);
    }
    Config hazelcast = new Config();
    List<String> members = seeds.stream().map(HostPort::toString).toList();
    hazelcast
        .getNetworkConfig()
        .getJoin()
        .getTcpIpConfig()
        .setEnabled(true)
        .setConnectionTimeoutSeconds(SEARCH_SECONDS)
        .setMembers(members);
    return hazelcast;
  }

  private static boolean isKnown(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
