package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The subscriptions of one socket. Those that are behind are fed from the log one page at a time,
 * in turn, so that a socket never holds more than a page beside its byte budget (G7). Touched on
 * the socket's event loop only.
 */
public final class ReaderSession {
  private static final long RETRY_MS = 500;

  private final LoopHub loop;
  private final Reader reader;

  /** By their spelling in lower case: a log once with each separator (design section 3). */
  private final Map<String, TopicSubscription> subscriptions = new HashMap<>();

  private final ArrayDeque<TopicSubscription> behind = new ArrayDeque<>();
  private boolean reading;
  private boolean closed;

  ReaderSession(LoopHub loop, Reader reader) {
    this.loop = loop;
    this.reader = reader;
  }

  Reader reader() {
    return reader;
  }

  /** How many subscriptions stand. */
  public int size() {
    return subscriptions.size();
  }

  /** Whether one stands under this spelling of an address, or one that differs in case only. */
  public boolean isSubscribed(String spelling) {
    return subscriptions.containsKey(key(spelling));
  }

  static String key(String spelling) {
    return spelling.toLowerCase(Locale.ROOT);
  }

  /**
   * Subscribes: events after the cursor follow, in order, without holes. One call at a time, and
   * not where {@link #isSubscribed} already.
   *
   * @param caller who wants to read
   * @param spelling the address as the client wrote it, and the name of the subscription
   * @param since the cursor to resume from; when empty, the subscription begins now
   * @param deadline when the subscription stands, or does not and never will
   * @param standing is told the cursor when the subscription stands, before its first event
   * @return fails with a Refusal: 400 when {@code since} is beyond the log, 503 when the store
   *     cannot tell, or not in time, or when the node has no room
   */
  public Future<Void> subscribe(
      Caller caller,
      Address address,
      String spelling,
      OptionalLong since,
      Deadline deadline,
      LongConsumer standing) {
    LocalTopic topic;
    try {
      topic = loop.retain(address, since);
    } catch (Refusal full) {
      return Future.failedFuture(full);
    }
    return InTime.answer(deadline, topic.joined().compose(joined -> cursor(topic, since)))
        .map(cursor -> stand(new TopicSubscription(this, topic, spelling, cursor), standing))
        .onFailure(cause -> loop.released(topic));
  }

  private Future<Long> cursor(LocalTopic topic, OptionalLong since) {
    long cursor = since.orElse(topic.position());
    return cursor <= topic.position()
        ? Future.succeededFuture(cursor)
        : loop.store()
            .heads(List.of(topic.address()))
            .map(heads -> withinLog(cursor, heads.get(topic.address())));
  }

  private static long withinLog(long cursor, long head) {
    if (cursor > head) {
      throw Refusal.malformed("since: is beyond the last event, " + head);
    }
    return cursor;
  }

  private Void stand(TopicSubscription subscription, LongConsumer standing) {
    standing.accept(subscription.cursor());
    if (closed) {
      subscription.end();
      return null;
    }
    subscriptions.put(key(subscription.spelling()), subscription);
    subscription.topic().add(subscription);
    if (!subscription.caughtUp()) {
      subscription.fallBehind();
    }
    return null;
  }

  /** Ends a subscription at once; returns whether there was one under exactly this spelling. */
  public boolean unsubscribe(String spelling) {
    TopicSubscription subscription = subscriptions.get(key(spelling));
    if (subscription == null || !subscription.spelling().equals(spelling)) {
      return false;
    }
    subscriptions.remove(key(spelling));
    subscription.end();
    return true;
  }

  /** The reader takes more again. */
  public void resume() {
    feedNext();
  }

  /** Ends everything and says why, at the address of each subscription. */
  public void end(Refusal why) {
    subscriptions.values().forEach(each -> reader.ended(each.spelling(), why));
    close();
  }

  /** Ends everything; the socket is gone. */
  public void close() {
    closed = true;
    subscriptions.values().forEach(TopicSubscription::end);
    subscriptions.clear();
    behind.clear();
  }

  void feedFromLog(TopicSubscription subscription) {
    behind.add(subscription);
    feedNext();
  }

  private void feedNext() {
    while (!behind.isEmpty() && mayReadPage()) {
      TopicSubscription next = behind.poll();
      if (!next.hasEnded() && !next.caughtUp()) {
        readPage(next);
      }
    }
  }

  private boolean mayReadPage() {
    return !closed && !reading && reader.isWritable();
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
    if (page.failed() || page.result().isEmpty()) {
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
    if (!closed && !subscription.hasEnded() && unsubscribe(subscription.spelling())) {
      String message = "since: the log begins with " + first.result() + " now";
      reader.ended(subscription.spelling(), Refusal.of(Refusal.Code.GONE, message));
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
