package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The subscriptions of one socket. Touched on the socket's event loop only. */
public final class ReaderSession {
  private final LoopHub loop;
  private final Reader reader;

  /** By their spelling in lower case: a log once with each separator (design section 3). */
  private final Map<String, TopicSubscription> subscriptions = new HashMap<>();

  private final LogFeed feed;
  private boolean closed;

  ReaderSession(LoopHub loop, Reader reader) {
    this.loop = loop;
    this.reader = reader;
    this.feed = new LogFeed(loop, this);
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
   * @return fails with a Refusal: 403 when the caller may not read the chat, 400 when {@code since}
   *     is beyond the log, 503 when the store cannot tell, or not in time, or when the node has no
   *     room
   */
  public Future<Void> subscribe(
      Caller caller,
      Address address,
      String spelling,
      OptionalLong since,
      Deadline deadline,
      LongConsumer standing) {
    return InTime.answer(deadline, loop.admit(caller, address.chat()))
        .compose(admitted -> join(caller, loop.retain(address, since), spelling, since, deadline))
        .map(joined -> stand(joined, standing));
  }

  /** From the turn in which the caller was admitted on, the topic hears of changes of members. */
  private Future<TopicSubscription> join(
      Caller caller, LocalTopic topic, String spelling, OptionalLong since, Deadline deadline) {
    return InTime.answer(deadline, topic.joined().compose(joined -> cursor(topic, since)))
        .map(cursor -> new TopicSubscription(this, topic.admit(caller), caller, spelling, cursor))
        .onFailure(cause -> loop.released(topic));
  }

  private Future<Long> cursor(LocalTopic topic, OptionalLong since) {
    long cursor = since.orElse(topic.position());
    return cursor <= topic.position()
        ? Future.succeededFuture(cursor)
        : loop.store().head(topic.address()).map(head -> withinLog(cursor, head));
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

  /** Whoever reads may do other things now: what it may not read any more ends. */
  public void callerChanged(Caller caller) {
    // One whose chat's members are known here ends at once, while the others are still to come.
    List.copyOf(subscriptions.values()).forEach(each -> judgeAgain(each, caller));
  }

  private void judgeAgain(TopicSubscription subscription, Caller caller) {
    subscription.callerChanged(caller);
    loop.admit(caller, subscription.topic().address().chat())
        .onFailure(cause -> endUnlessEnded(subscription, cause));
  }

  /** Also when the store cannot tell. */
  private void endUnlessEnded(TopicSubscription subscription, Throwable cause) {
    if (!subscription.hasEnded()) {
      end(
          subscription,
          cause instanceof Refusal refusal
              ? refusal
              : Refusal.of(Refusal.Code.FAULT, "internal error"));
    }
  }

  /** The reader takes more again. */
  public void resume() {
    feed.feedNext();
  }

  /** Ends a subscription and says why. */
  void end(TopicSubscription subscription, Refusal why) {
    if (unsubscribe(subscription.spelling())) {
      reader.ended(subscription.spelling(), why);
    }
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
    feed.close();
  }

  void feedFromLog(TopicSubscription subscription) {
    feed.add(subscription);
  }
}
