package com.plantapop.chat.client;

import static com.plantapop.chat.event.Refusal.Code.UNAVAILABLE;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Gap;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * A service's cursor on one log.
 *
 * <p><b>Guarantee</b>: the handler gets every event after the cursor, in order, without gaps and
 * once each, whatever the bus loses, repeats or reorders and whichever nodes come and go; while no
 * node answers it waits. Across a restart of the service it is at least once: an event whose number
 * was not saved comes again. The bus is believed when it brings the next event; whoever may join
 * the cluster is trusted not to forge one.
 *
 * <p><b>Bounds</b>: a page of the log (a megabyte) and 256 events that came early.
 *
 * <p><b>Threading</b>: the handler is called on the context that subscribed. What it throws goes to
 * that context's exception handler, and the event counts as delivered. The methods may be called
 * from any thread.
 */
public final class Subscription {
  /** In place of a cursor: from the head of the log. */
  static final long NOW = -1;

  private static final int PAGE_EVENTS = 200;
  private static final int MAX_HELD = 256;

  /** How long the nodes may take to know that we listen; what they published is lost until then. */
  private static final long VISIBILITY_MS = 500;

  private static final long MIN_RETRY_MS = 250;
  private static final long MAX_RETRY_MS = 5_000;

  private final Vertx vertx;
  private final ContextInternal context;
  private final Requests requests;
  private final ClientSettings settings;
  private final Address address;
  private final Handler<ChatEvent> handler;
  private final Promise<Void> over = Promise.promise();
  private final Gap<ChatEvent> gap = new Gap<>(MAX_HELD);
  private MessageConsumer<Object> consumer;
  private long headCheck;
  private long retryMs = MIN_RETRY_MS;
  private boolean standing;
  private boolean reading;
  private volatile long position;
  private volatile boolean paused;
  private volatile boolean closed;

  private Subscription(
      Vertx vertx,
      ContextInternal context,
      Requests requests,
      ClientSettings settings,
      Address address,
      Handler<ChatEvent> handler) {
    this.vertx = vertx;
    this.context = context;
    this.requests = requests;
    this.settings = settings;
    this.address = address;
    this.handler = handler;
  }

  static Future<Subscription> open(
      Vertx vertx,
      Requests requests,
      ClientSettings settings,
      Address address,
      long since,
      Handler<ChatEvent> handler) {
    // The verticle's own context, also when called while it serves a request.
    ContextInternal context = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    Promise<Subscription> opened = context.promise();
    Subscription opening = new Subscription(vertx, context, requests, settings, address, handler);
    context.runOnContext(turn -> opening.start(since, opened));
    return opened.future();
  }

  /** Listens first and reads then, so that nothing falls between. */
  private void start(long since, Promise<Subscription> opened) {
    consumer = vertx.eventBus().consumer(address.onBus(), this::receive);
    consumer
        .completion()
        .compose(listening -> read(since))
        .timeout(settings.requestTimeoutMs(), TimeUnit.MILLISECONDS)
        .map(page -> page.requireReached(since))
        .onSuccess(page -> stand(since, page, opened))
        .onFailure(cause -> giveUp(cause, opened));
  }

  private Future<HistoryPage> read(long after) {
    JsonObject query = new JsonObject();
    return after == NOW
        ? requests.history(address, query.put("limit", 1))
        : requests
            .history(address, query.put("after", after).put("limit", PAGE_EVENTS))
            .map(page -> page.requireNext(after));
  }

  private void giveUp(Throwable cause, Promise<Subscription> opened) {
    end();
    opened.fail(Refusals.of(cause, UNAVAILABLE));
  }

  private void stand(long since, HistoryPage page, Promise<Subscription> opened) {
    position = since == NOW ? page.head() : since;
    standing = true;
    headCheck = vertx.setPeriodic(VISIBILITY_MS, settings.headCheckMs(), passed -> look());
    opened.complete(this);
    take(page);
    advance();
  }

  private void receive(Message<Object> message) {
    gap.reaches(ChatEvent.claimedSeq(message));
    ChatEvent.ofBus(message).ifPresent(event -> gap.hold(event.seq(), event));
    advance();
  }

  private void look() {
    if (mayDeliver() && !reading) {
      readOn();
    }
  }

  private boolean mayDeliver() {
    return standing && !paused && !closed;
  }

  /** What the bus brings in order goes on while the log is read: a dead node delays nothing. */
  private void advance() {
    while (mayDeliver() && deliverNext()) {}
    if (gap.isOpen(position)) {
      look();
    }
  }

  private boolean deliverNext() {
    ChatEvent next = gap.next(position);
    if (next != null) {
      deliver(next);
    }
    return next != null;
  }

  private void deliver(ChatEvent event) {
    context.dispatch(event, handler);
    position = event.seq();
  }

  private void readOn() {
    reading = true;
    long asked = gap.reach();
    read(position).onComplete(page -> fill(asked, page));
  }

  private void fill(long asked, AsyncResult<HistoryPage> page) {
    Refusal refusal = page.failed() ? Refusals.of(page.cause(), UNAVAILABLE) : null;
    if (Refusal.isGone(refusal)) {
      over.tryFail(refusal);
      end();
      return;
    }
    if (refusal != null) {
      vertx.setTimer(retryMs, passed -> retry());
      retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
      return;
    }
    reading = false;
    retryMs = MIN_RETRY_MS;
    take(page.result());
    if (position >= page.result().head()) {
      gap.deny(asked);
    }
    advance();
  }

  private void retry() {
    reading = false;
    look();
  }

  private void take(HistoryPage page) {
    gap.reaches(page.head());
    for (ChatEvent event : page.events()) {
      if (mayDeliver() && event.seq() == position + 1) {
        deliver(event);
      }
    }
  }

  public Address address() {
    return address;
  }

  /**
   * The number of the last event that the handler has returned from; subscribe with it to resume.
   */
  public long cursor() {
    return position;
  }

  /**
   * Delivers nothing until {@link #resume}: for a handler whose work goes on after it has returned.
   * When the handler itself calls this, no other event follows. What comes meanwhile is read from
   * the log.
   */
  public void pause() {
    paused = true;
  }

  /** Goes on behind the cursor. */
  public void resume() {
    paused = false;
    context.runOnContext(turn -> advance());
  }

  /**
   * Fails with a Refusal (410) when the chat was deleted, or what should come next was taken away:
   * the handler is not called again. Completes when {@link #close} was called.
   */
  public Future<Void> ended() {
    return over.future();
  }

  /** Ends it; the handler is not called again once the future has completed. */
  public Future<Void> close() {
    closed = true;
    Promise<Void> ended = context.promise();
    context.runOnContext(turn -> end().onComplete(ended));
    return ended.future();
  }

  private Future<Void> end() {
    closed = true;
    over.tryComplete();
    vertx.cancelTimer(headCheck);
    return consumer.unregister();
  }
}
