package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/**
 * The one thread that writes (group commit): while the disk syncs one group, the next gathers.
 * Being alone, it decides on heads and keys without a lock.
 */
final class Writer implements Runnable {
  private final RequestQueue queue;
  private final Storage storage;
  private final Heads heads;
  private final Outage outage;
  private final StoreLog log;

  Writer(RequestQueue queue, Storage storage, Heads heads, Outage outage, StoreLog log) {
    this.queue = queue;
    this.storage = storage;
    this.heads = heads;
    this.outage = outage;
    this.log = log;
  }

  /** Returns when the queue is closed and everything in it is answered. */
  @Override
  public void run() {
    while (!queue.isDone()) {
      List<Request<?>> requests = take();
      try {
        if (outage.isPresent()) {
          outage.attempt();
        }
        commit(requests);
      } catch (RuntimeException | Error e) {
        // The thread must live: without it nobody would ever be answered.
        log.bug(e);
        outage.begin(e);
        requests.forEach(request -> request.fail(StoreRefusals.unknownOutcome()));
      }
    }
  }

  private List<Request<?>> take() {
    try {
      return queue.take(outage.isPresent() ? outage.nanosToAttempt() : RequestQueue.FOR_EVER);
    } catch (InterruptedException e) {
      // Nobody of ours interrupts; to stop half-way would leave requests without an answer.
      return List.of();
    }
  }

  private void commit(List<Request<?>> requests) {
    if (outage.isPresent()) {
      requests.forEach(request -> request.fail(StoreRefusals.notWritable()));
    } else if (!requests.isEmpty()) {
      try (Group group = new Group(storage.forWriting(), heads)) {
        write(group, decide(group, requests));
      }
    }
  }

  /** Those that could be decided; one that meets damaged files is answered and left out. */
  private List<Request<?>> decide(Group group, List<Request<?>> requests) {
    List<Request<?>> decided = new ArrayList<>(requests.size());
    for (Request<?> request : requests) {
      int before = group.changes();
      try {
        request.decide(group);
        decided.add(request);
      } catch (Refusal refusal) {
        request.fail(refusal);
      } catch (RocksDBException e) {
        log.about("cannot read", e);
        boolean untouched = group.changes() == before;
        request.fail(untouched ? StoreRefusals.notWritable() : StoreRefusals.unknownOutcome());
      }
    }
    return decided;
  }

  private void write(Group group, List<Request<?>> decided) {
    try {
      group.write();
      decided.forEach(Request::succeed);
    } catch (RocksDBException e) {
      // It may be in the write-ahead log all the same; opening again will tell.
      outage.begin(e);
      decided.forEach(request -> request.fail(StoreRefusals.unknownOutcome()));
    }
  }
}
