package com.plantapop.chat.hub;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks for what the bus may have lost, when there is reason to think so. Any thread. */
final class LossChecks {
  /** A write may still be under way at the store when the node that began it has died. */
  private static final long STORE_MAY_TAKE_MS = 10_000;

  private final Vertx vertx;
  private final List<TopicShard> shards;
  private final AtomicInteger suspicions = new AtomicInteger();

  LossChecks(Vertx vertx, List<TopicShard> shards) {
    this.vertx = vertx;
    this.shards = shards;
  }

  /**
   * Looks whether the store has more of any topic, now and once more when what was under way must
   * be there or fail. As often as one likes.
   */
  void suspected() {
    shards.forEach(TopicShard::checkNow);
    if (suspicions.getAndIncrement() == 0) {
      lookAgain();
    }
  }

  private void lookAgain() {
    int before = suspicions.get();
    vertx.setTimer(STORE_MAY_TAKE_MS, passed -> lookedAgain(before));
  }

  private void lookedAgain(int before) {
    shards.forEach(TopicShard::checkNow);
    if (!suspicions.compareAndSet(before, 0)) {
      lookAgain();
    }
  }
}
