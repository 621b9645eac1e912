package com.plantapop.chat.hub;

import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Goes round the topics of a node for ever, with one query in each period: whether an event follows
 * where they are. So every loss is found, also one that nobody could notice, such as what another
 * cluster has written into the same database. Used on one event loop only.
 */
final class LossSweep {
  private final ContextInternal context;
  private final EventStore store;
  private final long periodMs;
  private final List<TopicShard> shards;
  private int next;

  LossSweep(ContextInternal context, EventStore store, long periodMs, List<TopicShard> shards) {
    this.context = context;
    this.store = store;
    this.periodMs = periodMs;
    this.shards = shards;
  }

  /** Never ends; one that takes longer than the period delays the next. */
  void start() {
    context.timer(periodMs, TimeUnit.MILLISECONDS).onSuccess(passed -> sweep());
  }

  private void sweep() {
    List<Position> positions = new ArrayList<>();
    gather(positions, shards.size())
        .compose(gathered -> existing(positions))
        .onSuccess(found -> found.forEach(this::tell))
        .onComplete(swept -> start());
  }

  private Future<Set<Position>> existing(List<Position> positions) {
    return positions.isEmpty() ? Future.succeededFuture(Set.of()) : store.existing(positions);
  }

  /** Begins where the last one ended, and takes of one shard after the other. */
  private Future<Void> gather(List<Position> positions, int rest) {
    if (rest == 0 || positions.size() >= EventStore.POSITIONS_PER_QUERY) {
      return Future.succeededFuture();
    }
    Promise<Boolean> all = context.promise();
    shards.get(next).nextPositions(positions, all);
    return all.future().compose(every -> goOn(positions, every ? rest - 1 : 0));
  }

  private Future<Void> goOn(List<Position> positions, int rest) {
    if (rest > 0) {
      next = (next + 1) % shards.size();
    }
    return gather(positions, rest);
  }

  private void tell(Position there) {
    shards.get(there.address().chat().shard(shards.size())).reachesLater(there);
  }
}
