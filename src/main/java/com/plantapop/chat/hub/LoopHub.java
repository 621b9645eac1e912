package com.plantapop.chat.hub;

import com.plantapop.chat.access.Members;
import com.plantapop.chat.config.ChatConfig.HubConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.HubMetrics;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The hub of one event loop: its sockets subscribe here. Touched on that loop only. */
public final class LoopHub {
  /** Payload bytes of deliveries that may wait in the queue of the loop, over all addresses. */
  static final long MAX_QUEUED_BYTES = 8 << 20;

  /**
   * Of heap, about: measured were 1.4 KB for a subscription whose topic nobody else has. Topics
   * that linger are counted too, else who comes and goes would have as many as he likes.
   */
  private static final long TOPIC_BYTES = 1_024;

  private static final long SUBSCRIPTION_BYTES = 384;

  private final Hub hub;
  private final ContextInternal context;
  private final Map<Address, LocalTopic> topics = new HashMap<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final PageReads pages;

  LoopHub(Hub hub, ContextInternal context) {
    this.hub = hub;
    this.context = context;
    this.pages = new PageReads(context.owner(), hub.budget());
  }

  /** Begins the readings of one socket, to be closed with the socket. */
  public ReaderSession open(Reader reader) {
    return new ReaderSession(this, reader);
  }

  public Budget budget() {
    return hub.budget();
  }

  HubMetrics metrics() {
    return hub.metrics();
  }

  EventStore store() {
    return hub.store();
  }

  PageReads pages() {
    return pages;
  }

  HubConfig settings() {
    return hub.settings();
  }

  ContextInternal context() {
    return context;
  }

  /**
   * The topic of an address, joined or joining; each call must be followed by its release. Throws a
   * Refusal (503) when the node has no room for more subscriptions.
   *
   * @param since where the reader resumes, if it does
   */
  LocalTopic retain(Address address, OptionalLong since) {
    LocalTopic topic = topics.get(address);
    boolean isNew = topic == null || topic.joined().failed();
    if (!budget().admitMany(isNew ? TOPIC_BYTES + SUBSCRIPTION_BYTES : SUBSCRIPTION_BYTES)) {
      throw Refusal.of(Refusal.Code.UNAVAILABLE, "too many subscriptions on this node; retry")
          .at(Limit.NODE_BYTES);
    }
    if (isNew) {
      forget(topic);
      topic = new LocalTopic(this, address);
      topic.joining(hub.join(topic, since));
      topics.put(address, topic);
    }
    topic.retain();
    return topic;
  }

  /** Returns whether it was known. */
  private boolean forget(LocalTopic topic) {
    boolean known = topic != null && topics.remove(topic.address(), topic);
    budget().dismiss(known ? TOPIC_BYTES : 0);
    return known;
  }

  /**
   * The last one who leaves starts the linger: people come back, and to begin costs a look into the
   * store.
   */
  void released(LocalTopic topic) {
    budget().dismiss(SUBSCRIPTION_BYTES);
    if (topic.release() && topic.beginsToLinger()) {
      linger(topic, settings().lingerMs());
    }
  }

  /** One timer for a topic, however often people come and go. Vert.x has none of 0 ms. */
  private void linger(LocalTopic topic, long ms) {
    if (ms > 0) {
      context.timer(ms, TimeUnit.MILLISECONDS).onSuccess(passed -> leaveWhenUnused(topic));
    } else if (forget(topic)) {
      hub.leave(topic);
    }
  }

  private void leaveWhenUnused(LocalTopic topic) {
    if (topic.isUnused()) {
      linger(topic, settings().lingerMs() - topic.unusedMs());
    } else {
      topic.endsToLinger();
    }
  }

  Future<Void> admit(Caller caller, ChatId chat) {
    return hub.admit(caller, chat);
  }

  /** Whoever comes now begins anew, and is told by the store. */
  void ended(Address address, Refusal why) {
    LocalTopic topic = topics.get(address);
    if (forget(topic)) {
      topic.end(why);
    }
  }

  /**
   * Ends the subscriptions of those who do not belong to a chat any more. May be called from any
   * loop. Whoever is admitted by these members must not be refused here by those of before: the
   * answer comes at once where it is asked on this loop, and behind this where on another one.
   */
  void membersChanged(ChatId chat, Members members) {
    if (isCurrent()) {
      judgeAgain(chat, members);
    } else {
      execute(() -> judgeAgain(chat, members));
    }
  }

  private void judgeAgain(ChatId chat, Members members) {
    for (LogKind kind : LogKind.values()) {
      LocalTopic topic = topics.get(new Address(chat, kind));
      if (topic != null) {
        topic.membersChanged(members);
      }
    }
  }

  /** As {@link Hub#knowsRights}. */
  boolean knowsRights() {
    return hub.knowsRights();
  }

  /** Whether the caller runs on this loop. */
  boolean isCurrent() {
    return context.nettyEventLoop().inEventLoop();
  }

  /** Runs on this loop, after everything that was handed to it before. */
  void execute(Runnable task) {
    context.runOnContext(turn -> task.run());
  }

  /** Takes room in the loop's queue, if there is any; may be called from any thread. */
  boolean reserve(long bytes) {
    if (queuedBytes.addAndGet(bytes) <= MAX_QUEUED_BYTES) {
      return true;
    }
    queuedBytes.addAndGet(-bytes);
    return false;
  }

  long queuedBytes() {
    return queuedBytes.get();
  }

  /** Must follow every successful {@link #reserve} once. */
  void unreserve(long bytes) {
    queuedBytes.addAndGet(-bytes);
  }
}
