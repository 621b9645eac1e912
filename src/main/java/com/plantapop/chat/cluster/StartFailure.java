package com.plantapop.chat.cluster;

import com.plantapop.chat.config.ClusterConfig;
import java.io.IOException;
import java.net.BindException;

/** Says which setting to look at when a node could not join. */
final class StartFailure {
  private StartFailure() {}

  static ClusterStartException explain(
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
