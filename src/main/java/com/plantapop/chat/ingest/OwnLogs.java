package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Appends to the logs of one event loop that only the service itself writes. What is to be appended
 * is decided by what the log says just then; when another node was faster, it is decided again.
 * Such logs are written seldom: one append at a time, and no batches. Touched on that loop only.
 */
final class OwnLogs {
  /** What is to be appended behind {@code head}; nothing when the log says it already. */
  record Plan(long head, List<Event> events) {
    static Plan of(long head, List<Payload> payloads) {
      List<Event> events = new ArrayList<>();
      Instant now = Instant.now();
      for (Payload payload : payloads) {
        events.add(new Event(head + 1 + events.size(), EventKey.random(), now, payload));
      }
      return new Plan(head, events);
    }
  }

  private static final int MAX_WAITING = 1_000;
  private static final Future<Long> DONE = Future.succeededFuture();

  private final IngestShard shard;

  /** Of the logs that are being written: the last one who waits. */
  private final Map<Address, Future<Long>> last = new HashMap<>();

  private int waiting;

  OwnLogs(IngestShard shard) {
    this.shard = shard;
  }

  /**
   * Completes with the log's head, as of when all that was planned was durable. Fails with what
   * {@code plan} fails with, or a Refusal: 503 when nothing was stored, else 504.
   */
  Future<Long> append(Address address, Supplier<Future<Plan>> plan, Deadline deadline) {
    if (waiting >= MAX_WAITING) {
      return Future.failedFuture(Backlog.full(Limit.NODE_QUEUE));
    }
    waiting++;
    Future<Long> mine =
        last.getOrDefault(address, DONE)
            .transform(before -> attempt(address, plan, new Contention(), deadline));
    last.put(address, mine);
    return mine.onComplete(done -> ended(address, mine));
  }

  private void ended(Address address, Future<Long> which) {
    waiting--;
    last.remove(address, which);
  }

  private Future<Long> attempt(
      Address address, Supplier<Future<Plan>> plan, Contention contention, Deadline deadline) {
    if (deadline.isOver()) {
      return Future.failedFuture(
          Refusal.of(Refusal.Code.UNKNOWN_OUTCOME, "not known to be done in time; retry"));
    }
    return plan.get().compose(what -> write(address, what, plan, contention, deadline));
  }

  private Future<Long> write(
      Address address,
      Plan what,
      Supplier<Future<Plan>> plan,
      Contention contention,
      Deadline deadline) {
    List<Event> events = what.events();
    if (events.isEmpty()) {
      return Future.succeededFuture(what.head());
    }
    return shard
        .append(new Run(address, events))
        .compose(
            result ->
                publish(address, events, result) == events.size()
                    ? Future.succeededFuture(result.head())
                    : tryAgain(address, plan, contention, deadline));
  }

  private int publish(Address address, List<Event> events, AppendResult result) {
    for (Event event : events.subList(0, result.appended())) {
      publish(address, event);
    }
    return result.appended();
  }

  /** A grave is nothing to be read: who reads the log finds that it has ended. */
  private void publish(Address address, Event event) {
    if (event.isGrave()) {
      shard.publisher().announce(address, event.seq());
    } else {
      shard.publisher().publish(address, event);
    }
  }

  private Future<Long> tryAgain(
      Address address, Supplier<Future<Plan>> plan, Contention contention, Deadline deadline) {
    shard.races().lost();
    contention.met();
    return shard
        .vertx()
        .timer(contention.pauseMs(), TimeUnit.MILLISECONDS)
        .compose(passed -> attempt(address, plan, contention, deadline));
  }
}
