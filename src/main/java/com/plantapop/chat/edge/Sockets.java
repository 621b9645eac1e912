package com.plantapop.chat.edge;

import com.plantapop.chat.config.ChatConfig.DrainConfig;
import com.plantapop.chat.hub.Budget;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open sockets of one event loop. Touched on that loop only. */
final class Sockets {
  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private final Context context;
  private final Budget budget;
  private final Set<BridgeSession> open = new LinkedHashSet<>();
  private boolean wasShort;
  private long told;
  private Promise<Void> drained;

  Sockets(Context context, Budget budget) {
    this.context = context;
    this.budget = budget;
  }

  /** Looks after all of them; called about once a second. */
  void check(long now) {
    // A link may end while it is looked at, which takes it out of the set.
    List<BridgeSession> all = List.copyOf(open);
    all.forEach(session -> session.check(now));
    long turnedAway = budget.turnedAway();
    boolean isShort = budget.isShort();
    if (isShort && wasShort) {
      makeRoom(all);
    }
    if (!isShort && turnedAway != told) {
      // Who was made to wait for room, for however short a time, is not told by its connection.
      told = turnedAway;
      all.forEach(BridgeSession::drained);
    }
    wasShort = isShort;
  }

  /**
   * The node has been short for a while: those who hold most go, all at once, since a close frame
   * would wait behind what they do not read. They may come back and resume. The other loops do the
   * same at the same time: who holds less than the average of the node stays, lest a loop without
   * such clients cuts others.
   */
  private void makeRoom(List<BridgeSession> all) {
    long least = Math.max(1, budget.average());
    List<BridgeSession> largest =
        all.stream()
            .filter(session -> session.link().held() >= least)
            .sorted(Comparator.comparingLong((BridgeSession s) -> s.link().held()).reversed())
            .toList();
    long before = budget.used();
    int gone = 0;
    while (gone < largest.size() && !budget.isRelieved()) {
      BridgeSession session = largest.get(gone);
      session.end(CloseCode.NO_ROOM, "the node is short of memory; resume with since");
      session.link().cut();
      gone++;
    }
    if (gone > 0) {
      LOG.warn("short of memory: {} bytes kept for clients; cut {} that held most", before, gone);
    }
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
    drained = Promise.promise();
    drainNext(new ArrayList<>(open), config);
    completeWhenEmpty();
    return drained.future();
  }

  private void drainNext(List<BridgeSession> rest, DrainConfig config) {
    List<BridgeSession> batch = rest.subList(0, Math.min(config.batchSize(), rest.size()));
    batch.forEach(BridgeSession::drain);
    batch.clear();
    if (!rest.isEmpty()) {
      pause(config.batchPauseMs(), () -> drainNext(rest, config));
    }
  }

  /** Vert.x knows no timer of 0 ms. */
  private void pause(long ms, Runnable then) {
    if (ms == 0) {
      context.runOnContext(turn -> then.run());
    } else {
      context.owner().setTimer(ms, passed -> then.run());
    }
  }

  private void completeWhenEmpty() {
    if (drained != null && open.isEmpty()) {
      drained.tryComplete();
    }
  }
}
