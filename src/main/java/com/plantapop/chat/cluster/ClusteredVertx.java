package com.plantapop.chat.cluster;

import com.hazelcast.config.Config;
import com.plantapop.chat.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;

/** Starts a Vert.x whose event bus spans all nodes of the cluster. */
public final class ClusteredVertx {
  private ClusteredVertx() {}

  /**
   * Joins the nodes that {@code config} names, or forms a cluster that they can join. The future
   * fails with {@link ClusterStartException} where an operator can help: a file that is missing or
   * broken, an address that is not ours, a port that is taken, certificates that do not fit. It
   * never falls back to other settings.
   *
   * <p>Files are read and names looked up on the calling thread, which must not be an event loop.
   *
   * @param config enabled
   * @param options its event-bus options are replaced
   */
  public static Future<ClusterNode> start(ClusterConfig config, VertxOptions options) {
    HazelcastLog.useSlf4j();
    try {
      InetAddress host = OwnAddress.of(config);
      VertxOptions clustered =
          new VertxOptions(options).setEventBusOptions(BusSettings.of(config, host));
      Config hazelcast = HazelcastSettings.of(config, host);
      return start(config, clustered, new ChatClusterManager(hazelcast));
    } catch (ClusterStartException wrong) {
      return Future.failedFuture(wrong);
    }
  }

  private static Future<ClusterNode> start(
      ClusterConfig config, VertxOptions options, ChatClusterManager manager) {
    return Vertx.builder()
        .with(options)
        .withClusterManager(manager)
        .buildClustered()
        .map(vertx -> new ClusterNode(vertx, manager))
        .compose(node -> manager.lookForServices().map(node))
        .recover(cause -> Future.failedFuture(StartFailure.explain(cause, config, manager)));
  }
}
