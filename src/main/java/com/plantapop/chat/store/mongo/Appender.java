package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.AppendResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides which runs may be written, and finds out by reading why a run, or its rest, was not: its
 * events are in the log already, or its numbers are taken. Any thread.
 *
 * <p>A run must follow a durable event: the index refuses a number that is taken, but would let one
 * in beyond a hole, or behind a grave. What this process has written or read is known; after
 * another process wrote, the predecessor is looked up first.
 */
final class Appender {
  private final Vertx vertx;
  private final KnownHeads heads;
  private final LogReader reader;
  private final RunWriter writer;

  Appender(Vertx vertx, MongoClient client, Failures failures, KnownHeads heads, LogReader reader) {
    this.vertx = vertx;
    this.heads = heads;
    this.reader = reader;
    this.writer = new RunWriter(client, failures, heads, this::resolve);
  }

  void append(List<Pending> runs) {
    List<Pending> unsure = new ArrayList<>();
    List<Pending> sure = new ArrayList<>(runs.size());
    for (Pending pending : runs) {
      long known = heads.get(pending.address());
      if (known > pending.before()) {
        // The write would be refused: its first number is taken.
        explain(pending);
      } else {
        (known == pending.before() ? sure : unsure).add(pending);
      }
    }
    writer.write(sure);
    if (!unsure.isEmpty()) {
      reader
          .existing(unsure.stream().map(Appender::predecessor).toList())
          .onSuccess(found -> route(unsure))
          .onFailure(failure -> unsure.forEach(pending -> pending.fail(failure, false)));
    }
  }

  private static Position predecessor(Pending pending) {
    return new Position(pending.address(), pending.before());
  }

  /** A predecessor that was found is known now, unless it is a grave. */
  private void route(List<Pending> unsure) {
    List<Pending> sure = new ArrayList<>(unsure.size());
    for (Pending pending : unsure) {
      if (heads.get(pending.address()) == pending.before()) {
        sure.add(pending);
      } else {
        explain(pending);
      }
    }
    writer.write(sure);
  }

  /** Settles a run that does not follow the head, of which nothing was written. */
  private void explain(Pending pending) {
    settle(pending, 0, read(pending, 0));
  }

  /**
   * Settles a run of which the first {@code stored} events are durable and the next is refused. A
   * head that has come from the winner meanwhile says why, without a read: a writer that needs two
   * round trips to learn that it has lost loses to the same ones again.
   */
  private void resolve(Pending pending, int stored) {
    Event refused = pending.run().events().get(stored);
    long known = heads.get(pending.address());
    if (known >= refused.seq()) {
      pending.settle(new AppendResult(stored, Map.of(), known));
      return;
    }
    settle(
        pending,
        stored,
        Retries.until(
            vertx,
            () ->
                read(pending, stored).map(found -> Optional.of(found).filter(explains(refused)))));
  }

  private static Predicate<AppendResult> explains(Event refused) {
    return found -> found.head() >= refused.seq() || found.duplicates().containsKey(refused.key());
  }

  private static void settle(Pending pending, int stored, Future<AppendResult> found) {
    found.onSuccess(pending::settle).onFailure(failure -> pending.fail(failure, stored > 0));
  }

  /** The keys before the head: what is a duplicate then is at or below the head told with it. */
  private Future<AppendResult> read(Pending pending, int stored) {
    List<Event> events = pending.run().events();
    List<EventKey> rest = events.subList(stored, events.size()).stream().map(Event::key).toList();
    return reader
        .find(pending.address(), rest)
        .compose(
            duplicates ->
                reader
                    .head(pending.address())
                    .map(head -> new AppendResult(stored, duplicates, head)));
  }
}
