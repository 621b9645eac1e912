package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.ext.mongo.BulkOperation;
import java.util.ArrayList;
import java.util.List;

/** The runs of one bulk write and where each begins in it. For one thread at a time. */
final class Write {
  private final List<Pending> taken;
  private final String writer;
  private final List<Pending> runs = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private final List<BulkOperation> operations = new ArrayList<>();

  Write(List<Pending> taken, String writer) {
    this.writer = writer;
    this.taken = taken;
  }

  /** Builds the write, without the runs that have waited since before {@code oldest}. */
  void refuse(long oldest) {
    for (Pending pending : taken) {
      if (pending.since() - oldest < 0) {
        pending.fail(StoreRefusals.busy(), false);
      } else {
        add(pending);
      }
    }
  }

  private void add(Pending pending) {
    List<BulkOperation> inserts = new ArrayList<>(pending.size());
    try {
      for (Event event : pending.run().events()) {
        inserts.add(
            BulkOperation.createInsert(Documents.of(pending.run().address(), event, writer)));
      }
    } catch (Refusal refusal) {
      pending.fail(refusal, false);
      return;
    }
    runs.add(pending);
    firsts.add(operations.size());
    operations.addAll(inserts);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  List<Pending> runs() {
    return runs;
  }

  List<BulkOperation> operations() {
    return operations;
  }

  /** The place among the runs of the one that an operation belongs to. */
  int runOf(int operation) {
    int place = runs.size() - 1;
    while (firsts.get(place) > operation) {
      place--;
    }
    return place;
  }

  /** The operation with which a run begins. */
  int firstOf(int place) {
    return firsts.get(place);
  }
}
