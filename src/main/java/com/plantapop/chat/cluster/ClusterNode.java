package com.plantapop.chat.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.plantapop.chat.bus.Services;
import io.vertx.core.Vertx;

/** A node that has joined. Safe for use by any thread; leave by closing {@link #vertx()}. */
public final class ClusterNode {
  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final ChatClusterManager manager;

  ClusterNode(Vertx vertx, ChatClusterManager manager) {
    this.vertx = vertx;
    this.hazelcast = manager.getHazelcastInstance();
    this.manager = manager;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Who listens in the cluster without being a node. */
  public Services services() {
    return manager.services();
  }

  /**
   * How many nodes this one sees, itself included; 0 when it is in no cluster any more and must be
   * restarted. More than one is no sign of health by itself: a cluster may be small on purpose.
   */
  public int members() {
    try {
      return hazelcast.getLifecycleService().isRunning()
          ? hazelcast.getCluster().getMembers().size()
          : 0;
    } catch (HazelcastInstanceNotActiveException stoppedMeanwhile) {
      return 0;
    }
  }

  /**
   * Has {@code action} run after a node joined, left or died, and after two halves of a cluster
   * merged: the moments at which bus messages may have been lost. It runs on a thread of Hazelcast
   * (no event loop, no Vert.x context), one run at a time, must not block, and may run more often
   * than membership changes. What it throws is logged. The bus may take a moment longer to know the
   * new node's subscriptions, so look again a little later too.
   */
  public void onMembershipChange(Runnable action) {
    MembershipWatch watch = new MembershipWatch(() -> membershipChanged(action));
    hazelcast.getCluster().addMembershipListener(watch);
    hazelcast.getLifecycleService().addLifecycleListener(watch);
  }

  private void membershipChanged(Runnable action) {
    manager.lookForServices();
    action.run();
  }

  HazelcastInstance hazelcast() {
    return hazelcast;
  }
}
