package com.plantapop.chat;

import com.plantapop.chat.cluster.ClusterNode;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.CallerPromise;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether the node can serve. Only the store has to be asked, for any number of askers at the cost
 * of one check a second: it is a write, and whoever reaches the port may ask. Any thread.
 */
final class Readiness {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A store that takes longer cannot serve senders either, and balancers do not wait longer. */
  private static final long PATIENCE_MS = 2_000;

  private final Vertx vertx;
  private final EventStore store;
  private final Optional<ClusterNode> cluster;
  private volatile boolean draining;
  private Future<Void> check;
  private Future<Void> answer;
  private long asked;

  Readiness(Vertx vertx, EventStore store, Optional<ClusterNode> cluster) {
    this.cluster = cluster;
    this.vertx = vertx;
    this.store = store;
  }

  /** From now on it cannot. */
  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  /** Completes on the caller's context; fails when it cannot. What the node knows shows at once. */
  Future<Void> now() {
    if (draining) {
      return unavailable("draining");
    }
    boolean alone = cluster.isPresent() && cluster.get().members() == 0;
    return alone ? unavailable("not in the cluster") : storeCanWrite();
  }

  private static Future<Void> unavailable(String why) {
    return Future.failedFuture(Refusal.of(Refusal.Code.UNAVAILABLE, why));
  }

  /** Completes on the caller's context; fails when the store cannot write, or hangs. */
  private Future<Void> storeCanWrite() {
    Promise<Void> told = CallerPromise.create(vertx);
    latest().onComplete(told);
    return told.future();
  }

  /** One that hangs is not joined by another: they would pile up in the store. */
  private synchronized Future<Void> latest() {
    long now = System.nanoTime();
    if (check == null || (check.isComplete() && now - asked > FRESH_NANOS)) {
      asked = now;
      check = store.check();
      answer = check.timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
    return answer;
  }
}
