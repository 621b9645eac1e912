package com.plantapop.chat.hub;

import com.plantapop.chat.access.Members;
import com.plantapop.chat.config.ChatConfig.HubConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The subscriptions of one event loop on one address. Touched on that loop but for {@link #submit}.
 */
final class LocalTopic {
  private static final long RETRY_MS = 500;

  private final LoopHub loop;
  private final Address address;
  private final List<TopicSubscription> subscriptions = new ArrayList<>();
  private Future<Void> joined;
  private long position;
  private int useCount;
  private long unusedSince;
  private boolean lingers;
  private final AtomicBoolean missing = new AtomicBoolean();
  private volatile long missedTo;
  private long reach;
  private boolean reading;
  private Optional<Members> members = Optional.empty();
  private Optional<Refusal> ended = Optional.empty();

  LocalTopic(LoopHub loop, Address address) {
    this.loop = loop;
    this.address = address;
  }

  LoopHub loop() {
    return loop;
  }

  Address address() {
    return address;
  }

  /** Completes when deliveries run from {@link #position} on. */
  Future<Void> joined() {
    return joined;
  }

  void joining(Future<Long> start) {
    joined = start.map(this::startAt);
  }

  private Void startAt(long start) {
    position = start;
    return null;
  }

  /** The last number that was given to this loop. */
  long position() {
    return position;
  }

  void add(TopicSubscription subscription) {
    subscription.slot(subscriptions.size());
    subscriptions.add(subscription);
    loop.metrics().subscribed();
  }

  /**
   * Moves the last one into the gap. Safe while {@link #offer} runs backwards over the list: the
   * one that moves was served already, and its cursor makes a second offer void.
   */
  void remove(TopicSubscription subscription) {
    int slot = subscription.slot();
    if (slot >= 0) {
      loop.metrics().unsubscribed();
      TopicSubscription last = subscriptions.remove(subscriptions.size() - 1);
      if (last != subscription) {
        subscriptions.set(slot, last);
        last.slot(slot);
      }
      subscription.slot(-1);
    }
    loop.released(this);
  }

  /**
   * Takes a delivery over; called on the topic's loop. When this loop cannot keep pace, the
   * delivery is left out and read from the log instead: an event loop's queue has no bound of its
   * own (G7).
   */
  void submit(Delivery delivery) {
    long size = delivery.size();
    if (loop.isCurrent()) {
      deliver(delivery);
    } else if (loop.reserve(size)) {
      loop.execute(() -> receive(delivery, size));
    } else {
      missedTo = delivery.lastSeq();
      delivery.release();
      if (missing.compareAndSet(false, true)) {
        loop.execute(this::leftOut);
      }
    }
  }

  private void receive(Delivery delivery, long size) {
    loop.unreserve(size);
    deliver(delivery);
  }

  /** Runs behind all that was taken over before. */
  private void leftOut() {
    missing.set(false);
    readTo(missedTo);
  }

  /**
   * Reads for all readers of the loop what was left out: were each sent to the log alone, a loop
   * that is too busy would have more to do, once for every reader, and not less.
   */
  private void readTo(long seq) {
    reach = Math.max(reach, seq);
    if (!reading && position < reach && !isUnused()) {
      reading = true;
      loop.pages().read(loop.settings().pageBytes(), this::readPage).onComplete(this::give);
    }
  }

  private Future<List<Event>> readPage() {
    HubConfig settings = loop.settings();
    return loop.store().readAfter(address, position, settings.pageEvents(), settings.pageBytes());
  }

  private void give(AsyncResult<List<Event>> page) {
    if (page.failed() || page.result().isEmpty()) {
      loop.context().timer(RETRY_MS, TimeUnit.MILLISECONDS).onSuccess(passed -> readOn());
      return;
    }
    // What was trimmed does not come: each reader finds out for itself whether it missed it.
    position = Math.max(position, page.result().get(0).seq() - 1);
    deliver(new Delivery(page.result().stream().map(Entry::of).toList(), 1));
    readOn();
  }

  private void readOn() {
    reading = false;
    readTo(reach);
  }

  private void deliver(Delivery delivery) {
    if (delivery.firstSeq() > position + 1) {
      // Behind something that was left out: the log has both.
      readTo(delivery.lastSeq());
    } else if (delivery.lastSeq() > position) {
      position = delivery.lastSeq();
      offer(delivery);
    }
    delivery.release();
  }

  /** Whoever is about to subscribe was admitted before this, and is judged by it when it stands. */
  void membersChanged(Members changed) {
    members = Optional.of(changed);
    List.copyOf(subscriptions).forEach(subscription -> subscription.judge(changed));
  }

  /** The log has ended. */
  void end(Refusal why) {
    ended = Optional.of(why);
    List.copyOf(subscriptions).forEach(subscription -> subscription.end(why));
  }

  /**
   * Returns this; throws a Refusal when one who was admitted is not any more (403), or the log has
   * ended (410).
   */
  LocalTopic admit(Caller caller) {
    if (ended.isPresent()) {
      throw ended.get();
    }
    members.ifPresent(known -> known.require(caller));
    return this;
  }

  private void offer(Delivery delivery) {
    long taken = 0;
    boolean knowsRights = loop.knowsRights();
    for (int i = subscriptions.size() - 1; i >= 0; i--) {
      if (i < subscriptions.size() && subscriptions.get(i).offer(delivery, knowsRights)) {
        taken++;
      }
    }
    if (taken > 0) {
      loop.metrics().delivered(taken * delivery.count(), delivery.acceptedAtMs());
    }
  }

  void retain() {
    useCount++;
    // Reading ends when nobody is left: whoever comes back must not wait for the next event.
    readTo(reach);
  }

  /** Returns whether nobody uses it any more. */
  boolean release() {
    useCount--;
    unusedSince = System.nanoTime();
    return useCount == 0;
  }

  /** How long nobody has used it, if nobody does. */
  long unusedMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - unusedSince);
  }

  /** Returns whether it did not do so already. */
  boolean beginsToLinger() {
    boolean begins = !lingers;
    lingers = true;
    return begins;
  }

  void endsToLinger() {
    lingers = false;
  }

  boolean isUnused() {
    return useCount == 0;
  }
}
