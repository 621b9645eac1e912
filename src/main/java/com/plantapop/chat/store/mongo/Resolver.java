package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds out by reading why a run, or its rest, was not appended: its events are in the log already,
 * or its numbers are taken. Any thread.
 *
 * <p>An index refuses a document also for the sake of one that no majority has yet, and a majority
 * may never have: the other writer's primary can fail first. What is told here must last, so it is
 * read with majority, and an answer that does not explain the refusal is asked for again, some
 * times over about two thirds of a second.
 */
final class Resolver {
  private static final long FIRST_PAUSE_MS = 10;
  private static final int MAX_TRIES = 7;

  private final Vertx vertx;
  private final LogReader reader;

  Resolver(Vertx vertx, LogReader reader) {
    this.vertx = vertx;
    this.reader = reader;
  }

  /** Settles a run of which the first {@code stored} events are durable and the next is refused. */
  void resolve(Pending pending, int stored) {
    settle(pending, stored, look(pending, stored, 1));
  }

  /** Settles a run that does not follow the head, of which nothing was written. */
  void explain(Pending pending) {
    settle(pending, 0, read(pending, 0));
  }

  private static void settle(Pending pending, int stored, Future<AppendResult> found) {
    found.onSuccess(pending::settle).onFailure(failure -> fail(pending, stored, failure));
  }

  private static void fail(Pending pending, int stored, Throwable failure) {
    Refusal refusal = failure instanceof Refusal told ? told : StoreRefusals.away();
    pending.fail(refusal, stored > 0);
  }

  private Future<AppendResult> look(Pending pending, int stored, int attempt) {
    Event refused = pending.run().events().get(stored);
    return read(pending, stored)
        .compose(found -> explains(found, refused) ? done(found) : again(pending, stored, attempt));
  }

  private static boolean explains(AppendResult found, Event refused) {
    return found.head() >= refused.seq() || found.duplicates().containsKey(refused.key());
  }

  private static Future<AppendResult> done(AppendResult found) {
    return Future.succeededFuture(found);
  }

  private Future<AppendResult> again(Pending pending, int stored, int attempt) {
    if (attempt >= MAX_TRIES) {
      return Future.failedFuture(StoreRefusals.away());
    }
    return vertx
        .timer(FIRST_PAUSE_MS << (attempt - 1), TimeUnit.MILLISECONDS)
        .compose(passed -> look(pending, stored, attempt + 1));
  }

  /** The keys before the head: what is a duplicate then is at or below the head told with it. */
  private Future<AppendResult> read(Pending pending, int stored) {
    List<Event> events = pending.run().events();
    List<EventKey> rest = events.subList(stored, events.size()).stream().map(Event::key).toList();
    return reader
        .find(pending.run().address(), rest)
        .compose(found -> withHead(pending, stored, found));
  }

  private Future<AppendResult> withHead(
      Pending pending, int stored, Map<EventKey, Event> duplicates) {
    return reader
        .head(pending.run().address())
        .map(head -> new AppendResult(stored, duplicates, head));
  }
}
