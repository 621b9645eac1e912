package com.plantapop.chat.hub;

import com.plantapop.chat.bus.EventListener;
import com.plantapop.chat.bus.Services;
import com.plantapop.chat.config.ChatConfig.HubConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;

/**
 * The subscriptions of a node (design section 4).
 *
 * <p>Guarantee (G5): a reader gets every event of its address after its cursor, in order, once per
 * subscription, whatever the bus loses; memory per reader is bounded by its byte budget and a page
 * of the log.
 */
public final class Hub implements EventListener {
  /** A write may still be under way at the store when the node that began it has died. */
  private static final long STORE_MAY_TAKE_MS = 10_000;

  private final Vertx vertx;
  private final EventStore store;
  private final HubConfig settings;
  private final ObjLongConsumer<Address> headSeen;
  private final Budget budget;
  private final List<TopicShard> loops;
  private final AtomicInteger suspicions = new AtomicInteger();
  private volatile boolean closed;

  /**
   * @param budget of all that is kept for clients
   * @param services are not to mistake the consumers of the hub for theirs
   * @param rawPublishes is given what comes on the bus past the way in
   * @param headSeen is told how far a log reaches, durably, before its readers on this node are
   * @param contexts the event loops between which the chats are divided; {@code headSeen} is called
   *     on that of the chat
   */
  public Hub(
      Vertx vertx,
      EventStore store,
      HubConfig settings,
      Budget budget,
      Services services,
      RawPublishListener rawPublishes,
      int rawPublishTopics,
      ObjLongConsumer<Address> headSeen,
      List<Context> contexts) {
    this.vertx = vertx;
    this.store = store;
    this.settings = settings;
    this.headSeen = headSeen;
    this.budget = budget;
    RawPublishConsumers.Room room = RawPublishConsumers.Room.of(rawPublishTopics);
    this.loops =
        contexts.stream()
            .map(context -> shard((ContextInternal) context, services, rawPublishes, room))
            .toList();
    ContextInternal first = (ContextInternal) contexts.get(0);
    new LossSweep(first, store, settings.headCheckMs(), loops).start();
  }

  private TopicShard shard(
      ContextInternal context,
      Services services,
      RawPublishListener listener,
      RawPublishConsumers.Room room) {
    return new TopicShard(
        this,
        context,
        new PositionLookup(context, store),
        new RawPublishConsumers(vertx.eventBus(), services, listener, room));
  }

  /** The hub of one event loop; call once per loop and keep it. */
  public LoopHub loop(ContextInternal context) {
    return new LoopHub(this, context);
  }

  /** Reads pages of the past; for use on one event loop. */
  public History history() {
    return new History(store, new PageReads(vertx, budget));
  }

  @Override
  public void stored(Address address, Entry entry) {
    owner(address).stored(address, entry);
  }

  @Override
  public void reaches(Address address, long seq) {
    owner(address).reaches(address, seq);
  }

  /**
   * Looks whether the store has more of any topic, now and once more when what was under way must
   * be there or fail. May be called from any thread, and as often as one likes.
   */
  @Override
  public void lossSuspected() {
    loops.forEach(TopicShard::checkNow);
    if (suspicions.getAndIncrement() == 0) {
      lookAgain();
    }
  }

  private void lookAgain() {
    int before = suspicions.get();
    vertx.setTimer(STORE_MAY_TAKE_MS, passed -> lookedAgain(before));
  }

  private void lookedAgain(int before) {
    loops.forEach(TopicShard::checkNow);
    if (!suspicions.compareAndSet(before, 0)) {
      lookAgain();
    }
  }

  public Budget budget() {
    return budget;
  }

  EventStore store() {
    return store;
  }

  HubConfig settings() {
    return settings;
  }

  ObjLongConsumer<Address> headSeen() {
    return headSeen;
  }

  /**
   * Deliveries to {@code local} begin; completes on its loop with the number they follow.
   *
   * @param since where its first reader resumes, if it does
   */
  Future<Long> join(LocalTopic local, OptionalLong since) {
    return owner(local.address()).join(local, since);
  }

  /** The node stops: nobody leaves a topic any more, since the loops end in any order. */
  public void close() {
    closed = true;
  }

  void leave(LocalTopic local) {
    if (closed) {
      return;
    }
    owner(local.address()).leave(local);
  }

  private TopicShard owner(Address address) {
    return loops.get(address.chat().shard(loops.size()));
  }
}
