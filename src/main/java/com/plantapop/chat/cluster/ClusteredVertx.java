package com.plantapop.chat.cluster;

import com.hazelcast.config.Config;
import com.plantapop.chat.config.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.function.Function;

/** Starts a Vert.x whose event bus spans all nodes of the cluster. */
public final class ClusteredVertx {
  private static final String HOST = "cluster.host";
  private static final String LOGGING = "hazelcast.logging.type";

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
   * @param builder makes a Vert.x of such options
   */
  public static Future<ClusterNode> start(
      ClusterConfig config, VertxOptions options, Function<VertxOptions, VertxBuilder> builder) {
    useSlf4j();
    try {
      InetAddress host = ownAddress(config);
      VertxOptions clustered =
          new VertxOptions(options).setEventBusOptions(BusSettings.of(config, host));
      Config hazelcast = HazelcastSettings.of(config, host);
      return start(config, builder.apply(clustered), new ChatClusterManager(hazelcast));
    } catch (ClusterStartException wrong) {
      return Future.failedFuture(wrong);
    }
  }

  private static Future<ClusterNode> start(
      ClusterConfig config, VertxBuilder builder, ChatClusterManager manager) {
    return builder
        .withClusterManager(manager)
        .buildClustered()
        .map(vertx -> new ClusterNode(vertx, manager))
        .compose(node -> manager.lookForServices().map(node))
        .recover(cause -> Future.failedFuture(explain(cause, config, manager)));
  }

  /**
   * Sends what Hazelcast logs to where everything else goes. To be called before any of its classes
   * is loaded: some log from static code, before there is a configuration, and then only a system
   * property keeps them from java.util.logging and its own format on stderr. One that the operator
   * has set is left alone.
   */
  private static void useSlf4j() {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "slf4j");
    }
  }

  /**
   * What both ports are bound to. Throws {@link ClusterStartException} unless {@code cluster.host}
   * is an address of ours.
   */
  private static InetAddress ownAddress(ClusterConfig config) {
    InetAddress address = resolved(config.host());
    // Any port: whether the address is ours is one question, whether the port is free another.
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
    } catch (IOException e) {
      throw new ClusterStartException(
          HOST, "this machine cannot listen on " + config.host() + ": " + e.getMessage(), e);
    }
    return address;
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ClusterStartException(HOST, "no address is known for " + host, e);
    }
  }

  /** Says which setting to look at when a node could not join. */
  private static ClusterStartException explain(
      Throwable cause, ClusterConfig config, ChatClusterManager manager) {
    Throwable root = root(cause);
    // Hazelcast's port comes first; once it is joined, only the bus has one to bind, for which the
    // native transport has an exception of its own.
    boolean isBus = manager.hasJoined() && root instanceof IOException;
    if (isBus || root instanceof BindException) {
      int port = isBus ? config.busPort() : config.port();
      return new ClusterStartException(
          isBus ? "cluster.busPort" : "cluster.port",
          "cannot listen on " + config.host() + ":" + port + ": " + root.getMessage(),
          cause);
    }
    return new ClusterStartException(
        config.file().isEmpty() ? "cluster.members" : "cluster.file",
        "cannot join the cluster: " + root.getMessage(),
        cause);
  }

  private static Throwable root(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
