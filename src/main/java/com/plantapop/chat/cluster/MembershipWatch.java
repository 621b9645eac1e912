package com.plantapop.chat.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of every change in who belongs to the cluster. Runs on Hazelcast's threads. */
final class MembershipWatch implements MembershipListener, LifecycleListener {
  private static final Logger LOG = LoggerFactory.getLogger(MembershipWatch.class);

  private final Runnable action;

  MembershipWatch(Runnable action) {
    this.action = action;
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    tell("joined", event);
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    tell("left", event);
  }

  /** A node whose half was the smaller one gets no event per member, only this. */
  @Override
  public void stateChanged(LifecycleEvent event) {
    if (event.getState() == LifecycleState.MERGED) {
      LOG.warn("merged with the other half of the cluster");
      run();
    }
  }

  private void tell(String what, MembershipEvent event) {
    int size = event.getMembers().size();
    LOG.info("node {} {}, {} in the cluster", event.getMember().getAddress(), what, size);
    run();
  }

  /** Membership and lifecycle have threads of their own. */
  private synchronized void run() {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("cannot follow a change of the cluster", e);
    }
  }
}
