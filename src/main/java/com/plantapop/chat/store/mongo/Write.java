package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * One bulk write: either one run of several events, which must be ordered, since a server that goes
 * on behind a refused event would leave a hole; or runs of one event each, which must not be, since
 * none has to do with the others. For one thread at a time.
 */
final class Write {
  private final List<Pending> runs = new ArrayList<>();
  private final List<BulkOperation> operations = new ArrayList<>();

  /** Builds the write, without the runs that have waited since before {@code oldest}. */
  Write(List<Pending> taken, long oldest) {
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
        inserts.add(BulkOperation.createInsert(Documents.of(pending.run().address(), event)));
      }
    } catch (Refusal refusal) {
      pending.fail(refusal, false);
      return;
    }
    runs.add(pending);
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

  BulkWriteOptions options() {
    return new BulkWriteOptions().setOrdered(isOneRun());
  }

  private boolean isOneRun() {
    return runs.size() == 1;
  }

  /** The place among the runs of the one that an operation belongs to. */
  int runOf(int operation) {
    return isOneRun() ? 0 : operation;
  }

  /** How many events of that run come before the operation. */
  int placeInRun(int operation) {
    return isOneRun() ? operation : 0;
  }
}
