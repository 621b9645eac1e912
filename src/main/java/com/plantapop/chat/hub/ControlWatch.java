package com.plantapop.chat.hub;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads each second what has been noted in the control log (design section 12), so that what ends
 * rights is known on every node within 2 s, bus or not. Used on one event loop only.
 */
final class ControlWatch {
  private static final long PERIOD_MS = 1_000;

  /** Within which a right ends (design section 12). */
  private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int PAGE_EVENTS = 1_000;
  private static final int PAGE_BYTES = 256 << 10;

  private final ContextInternal context;
  private final EventStore store;
  private final Function<ControlNote, Future<Void>> listener;
  private long position;

  /** What was noted until then has been heard. */
  private volatile long heardAt = System.nanoTime();

  /**
   * @param listener is told each note once it has heard of those before, until it succeeds
   */
  ControlWatch(
      ContextInternal context, EventStore store, Function<ControlNote, Future<Void>> listener) {
    this.context = context;
    this.store = store;
    this.listener = listener;
  }

  /** Once it succeeds, everything that is noted from now on is heard. Any thread. */
  Future<Void> start() {
    long now = System.nanoTime();
    return Future.succeededFuture()
        .compose(begun -> store.head(Address.CONTROL))
        .onSuccess(head -> context.runOnContext(turn -> begin(head, now)))
        .mapEmpty();
  }

  private void begin(long head, long askedAt) {
    position = head;
    heardAt = askedAt;
    lookLater();
  }

  private void lookLater() {
    context.timer(PERIOD_MS, TimeUnit.MILLISECONDS).onSuccess(passed -> look());
  }

  /**
   * Whether all is known of the rights that have ended two seconds ago. Not after the process has
   * stood still, until it has looked: what lies in its sockets may be meant for who was removed
   * since. Any thread.
   */
  boolean isUpToDate() {
    return System.nanoTime() - heardAt < MAX_AGE_NANOS;
  }

  private void look() {
    long now = System.nanoTime();
    Future.succeededFuture()
        .compose(asked -> store.readAfter(Address.CONTROL, position, PAGE_EVENTS, PAGE_BYTES))
        .onComplete(page -> tell(page, now));
  }

  private void tell(AsyncResult<List<Event>> page, long askedAt) {
    if (page.failed()) {
      lookLater();
      return;
    }
    if (page.result().isEmpty()) {
      heardAt = askedAt;
      lookLater();
      return;
    }
    List<Future<Void>> told =
        page.result().stream()
            .map(event -> listener.apply(ControlNote.parse(event.payload())))
            .toList();
    Future.join(told).onSuccess(heard -> lookOn(page.result())).onFailure(cause -> lookLater());
  }

  private void lookOn(List<Event> heard) {
    position = heard.get(heard.size() - 1).seq();
    look();
  }
}
