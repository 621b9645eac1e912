package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Decides which runs may be written. A run must follow a durable event: the index refuses a number
 * that is taken, but would let one in beyond a hole. What this process has written or read is
 * known; after another process wrote, the predecessor is looked up first. Any thread.
 */
final class Appender {
  private final KnownHeads heads;
  private final LogReader reader;
  private final Resolver resolver;
  private final RunWriter writer;

  Appender(KnownHeads heads, LogReader reader, Resolver resolver, RunWriter writer) {
    this.heads = heads;
    this.reader = reader;
    this.resolver = resolver;
    this.writer = writer;
  }

  void append(List<Pending> runs) {
    List<Pending> unsure = new ArrayList<>();
    List<Pending> sure = new ArrayList<>(runs.size());
    runs.forEach(pending -> route(pending, sure, unsure));
    writer.write(sure);
    if (!unsure.isEmpty()) {
      lookUp(unsure);
    }
  }

  private void route(Pending pending, List<Pending> sure, List<Pending> unsure) {
    long before = pending.run().firstSeq() - 1;
    long known = heads.get(pending.run().address());
    if (known > before) {
      // The write would be refused: its first number is taken.
      resolver.explain(pending);
    } else if (known == before) {
      sure.add(pending);
    } else {
      unsure.add(pending);
    }
  }

  private void lookUp(List<Pending> unsure) {
    reader
        .existing(unsure.stream().map(Appender::predecessor).toList())
        .onSuccess(found -> route(unsure, found))
        .onFailure(failure -> fail(unsure, failure));
  }

  private static Position predecessor(Pending pending) {
    return new Position(pending.run().address(), pending.run().firstSeq() - 1);
  }

  private void route(List<Pending> unsure, Set<Position> existing) {
    List<Pending> sure = new ArrayList<>(unsure.size());
    for (Pending pending : unsure) {
      if (existing.contains(predecessor(pending))) {
        sure.add(pending);
      } else {
        resolver.explain(pending);
      }
    }
    writer.write(sure);
  }

  private static void fail(List<Pending> unsure, Throwable failure) {
    Refusal refusal = failure instanceof Refusal told ? told : StoreRefusals.away();
    unsure.forEach(pending -> pending.fail(refusal, false));
  }
}
