package com.plantapop.chat.hub;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.CallerPromise;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads pages of the log for clients, each only once the node's {@link Budget} has room for it:
 * thousands who ask for a page at once would otherwise fill the heap with what none of them has
 * read yet. Who must wait is served in turn. Used on one event loop only.
 */
final class PageReads {
  /** The page and its encoding exist at the same time. */
  private static final int COPIES = 2;

  /** So many pages may be under way, however small the budget is. */
  private static final int FEWEST = 8;

  /** Room may come from another loop, which tells nobody. */
  private static final long LOOK_AGAIN_MS = 50;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Waiting(
      long bytes, Supplier<Future<List<Event>>> read, Promise<List<Event>> page, long since) {}

  private final Vertx vertx;
  private final Budget budget;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private boolean looksAgain;

  PageReads(Vertx vertx, Budget budget) {
    this.vertx = vertx;
    this.budget = budget;
  }

  /**
   * Reads when there is room. Fails with a Refusal (503) when none has come for ten seconds.
   *
   * @param bytes about the size of the page
   */
  Future<List<Event>> read(long bytes, Supplier<Future<List<Event>>> read) {
    // With a context: else a time-out would come on a thread of its own.
    Promise<List<Event>> page = CallerPromise.create(vertx);
    long room = Math.min(bytes * COPIES, budget.limit() / FEWEST);
    queue.add(new Waiting(room, read, page, System.nanoTime()));
    pump();
    return page.future();
  }

  private void pump() {
    while (!queue.isEmpty() && budget.tryReserve(queue.peek().bytes())) {
      start(queue.poll());
    }
    refuseLate();
    if (!queue.isEmpty() && !looksAgain) {
      looksAgain = true;
      vertx.setTimer(LOOK_AGAIN_MS, passed -> lookAgain());
    }
  }

  private void lookAgain() {
    looksAgain = false;
    pump();
  }

  private void refuseLate() {
    long now = System.nanoTime();
    while (!queue.isEmpty() && now - queue.peek().since() > PATIENCE_NANOS) {
      queue.poll().page().fail(Budget.noRoom());
    }
  }

  private void start(Waiting next) {
    Future.succeededFuture()
        .compose(now -> next.read().get())
        .onComplete(outcome -> end(next, outcome));
  }

  /** What is handed over now is counted where it goes. */
  private void end(Waiting read, AsyncResult<List<Event>> outcome) {
    if (outcome.succeeded()) {
      read.page().complete(outcome.result());
    } else {
      read.page().fail(outcome.cause());
    }
    budget.release(read.bytes());
    pump();
  }
}
