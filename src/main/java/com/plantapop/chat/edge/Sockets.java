package com.plantapop.chat.edge;

import com.plantapop.chat.config.DrainConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The open sockets of one event loop. Touched on that loop only. */
final class Sockets {
  private static final long CHECK_MS = 1000;

  private final ContextInternal context;
  private final Set<BridgeSession> open = new LinkedHashSet<>();
  private Promise<Void> drained;

  Sockets(ContextInternal context) {
    this.context = context;
    scheduleCheck();
  }

  private void scheduleCheck() {
    context.timer(CHECK_MS, TimeUnit.MILLISECONDS).onSuccess(passed -> check());
  }

  private void check() {
    long now = System.nanoTime();
    // A link may end while it is looked at, which takes it out of the set.
    List.copyOf(open).forEach(session -> session.link().check(now));
    scheduleCheck();
  }

  void add(BridgeSession session) {
    open.add(session);
  }

  void remove(BridgeSession session) {
    open.remove(session);
    completeWhenEmpty();
  }

  /**
   * Closes all sockets, so many at a time, so that their clients do not come back all at once.
   * Completes when the last one is gone.
   */
  Future<Void> drain(DrainConfig config) {
    drained = context.promise();
    drainNext(new ArrayList<>(open), config);
    completeWhenEmpty();
    return drained.future();
  }

  private void drainNext(List<BridgeSession> rest, DrainConfig config) {
    List<BridgeSession> batch = rest.subList(0, Math.min(config.batchSize(), rest.size()));
    batch.forEach(BridgeSession::drain);
    batch.clear();
    if (rest.isEmpty()) {
      return;
    }
    if (config.batchPauseMs() == 0) { // of which Vert.x has no timer
      context.runOnContext(turn -> drainNext(rest, config));
    } else {
      context
          .timer(config.batchPauseMs(), TimeUnit.MILLISECONDS)
          .onSuccess(passed -> drainNext(rest, config));
    }
  }

  private void completeWhenEmpty() {
    if (drained != null && open.isEmpty()) {
      drained.tryComplete();
    }
  }
}
