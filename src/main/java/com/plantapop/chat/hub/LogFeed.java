package com.plantapop.chat.hub;

import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Feeds those subscriptions of a socket that are behind from the log: one page at a time, in turn,
 * so that a socket never holds more than a page beside its byte budget (G7). Touched on the
 * socket's event loop only.
 */
final class LogFeed {
  private static final long RETRY_MS = 500;

  private final LoopHub loop;
  private final ReaderSession session;
  private final ArrayDeque<TopicSubscription> behind = new ArrayDeque<>();
  private boolean reading;
  private boolean closed;

  LogFeed(LoopHub loop, ReaderSession session) {
    this.loop = loop;
    this.session = session;
  }

  void add(TopicSubscription subscription) {
    behind.add(subscription);
    feedNext();
  }

  /** The socket is gone. */
  void close() {
    closed = true;
    behind.clear();
  }

  /** Reads for the next one, if the reader takes anything now. */
  void feedNext() {
    while (!behind.isEmpty() && mayReadPage()) {
      TopicSubscription next = behind.poll();
      if (!next.hasEnded() && !next.caughtUp()) {
        readPage(next);
      }
    }
  }

  private boolean mayReadPage() {
    return !closed && !reading && session.reader().isWritable();
  }

  /** From here until {@link #pageDone} there is one page of the log in memory. */
  private void readPage(TopicSubscription next) {
    reading = true;
    loop.pages()
        .read(loop.settings().pageBytes(), () -> readAfter(next))
        .onComplete(page -> give(next, page));
  }

  private Future<List<Event>> readAfter(TopicSubscription subscription) {
    return loop.store()
        .readAfter(
            subscription.topic().address(),
            subscription.cursor(),
            loop.settings().pageEvents(),
            loop.settings().pageBytes());
  }

  private void give(TopicSubscription subscription, AsyncResult<List<Event>> page) {
    if (Refusal.isGone(page.cause())) {
      end(subscription, (Refusal) page.cause());
      return;
    }
    if (page.failed() || page.result().isEmpty() || !subscription.mayTake(loop.knowsRights())) {
      readLater(subscription);
      return;
    }
    if (page.result().get(0).seq() > subscription.cursor() + 1) {
      trimmed(subscription);
      return;
    }
    if (!closed && !subscription.hasEnded()) {
      Delivery delivery = new Delivery(page.result().stream().map(Entry::of).toList(), 1);
      subscription.take(delivery);
      loop.metrics().delivered(delivery.count());
      delivery.release();
      behind.add(subscription);
    }
    pageDone();
  }

  /** What should come next was taken away; or the store has a hole, and must not have it shown. */
  private void trimmed(TopicSubscription subscription) {
    loop.store()
        .first(subscription.topic().address())
        .onComplete(first -> endIfTrimmed(subscription, first));
  }

  private void endIfTrimmed(TopicSubscription subscription, AsyncResult<Long> first) {
    boolean isTrimmed = first.succeeded() && first.result() > subscription.cursor() + 1;
    if (!isTrimmed) {
      readLater(subscription);
      return;
    }
    end(
        subscription,
        Refusal.of(Refusal.Code.GONE, "since: the log begins with " + first.result() + " now"));
  }

  private void end(TopicSubscription subscription, Refusal why) {
    if (!closed && !subscription.hasEnded()) {
      session.end(subscription, why);
    }
    pageDone();
  }

  private void readLater(TopicSubscription subscription) {
    behind.add(subscription);
    loop.context().timer(RETRY_MS, TimeUnit.MILLISECONDS).onSuccess(passed -> pageDone());
  }

  private void pageDone() {
    reading = false;
    feedNext();
  }
}
