package com.plantapop.chat.checker;

import java.util.concurrent.TimeUnit;

/**
 * Sees to it that readers are not left behind while the load runs, by what anybody was told and by
 * what the store has: in the end a reconnection may have healed what a hub had lost. Touched on the
 * loop only.
 */
final class Progress {
  private static final long SECOND_MS = 1_000;

  private final Bench bench;
  private final Loop loop;
  private final StoreLines store;
  private final StoreWatch stored;

  Progress(Bench bench, Loop loop, StoreLines store, StoreWatch stored) {
    this.bench = bench;
    this.loop = loop;
    this.store = store;
    this.stored = stored;
  }

  /** Looks once a second, for ever. */
  void watch() {
    loop.vertx().setPeriodic(SECOND_MS, id -> look());
  }

  private void look() {
    stored.look();
    long before = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(SECOND_MS);
    if (!store.isDisturbed() && !loop.stalledSince(before)) {
      bench.clients().forEach(client -> look(client, before));
    }
  }

  private static void look(Client client, long before) {
    if (client.isConnected() && !client.node().stoodStillSince(before)) {
      client.subscriptions().forEach(Subscription::undisturbedSecond);
    }
  }
}
