package com.plantapop.chat.hub;

import com.plantapop.chat.config.HubConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusProof;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;

/**
 * The subscriptions of a node (design section 4).
 *
 * <p>Guarantee (G5): a reader gets every event of its address after its cursor, in order, once per
 * subscription, whatever the bus loses; memory per reader is bounded by its byte budget and a page
 * of the log.
 */
public final class Hub {
  /** How long the bus may take to know the subscriptions of a node that has joined. */
  private static final long VISIBILITY_MS = 1_000;

  private final Vertx vertx;
  private final EventBus bus;
  private final EventStore store;
  private final HubConfig settings;
  private final RawPublishListener rawPublishes;
  private final ObjLongConsumer<Address> headSeen;
  private final Budget budget;
  private final List<TopicShard> loops;
  private volatile boolean closed;

  /**
   * @param secret of the store, see {@link BusProof}
   * @param budget of all that is kept for clients
   * @param rawPublishes is given what comes on the bus past the way in
   * @param headSeen is told how far a log reaches, durably, before its readers on this node are
   * @param contexts the event loops between which the chats are divided; {@code headSeen} is called
   *     on that of the chat
   */
  public Hub(
      Vertx vertx,
      EventStore store,
      HubConfig settings,
      String secret,
      Budget budget,
      RawPublishListener rawPublishes,
      ObjLongConsumer<Address> headSeen,
      List<Context> contexts) {
    this.vertx = vertx;
    this.bus = vertx.eventBus();
    this.store = store;
    this.settings = settings;
    this.rawPublishes = rawPublishes;
    this.headSeen = headSeen;
    this.budget = budget;
    this.loops =
        contexts.stream()
            .map(context -> new TopicShard(this, (ContextInternal) context, new BusProof(secret)))
            .toList();
  }

  /** The hub of one event loop; call once per loop and keep it. */
  public LoopHub loop(ContextInternal context) {
    return new LoopHub(this, context);
  }

  /** Reads pages of the past; for use on one event loop. */
  public History history() {
    return new History(store, new PageReads(vertx, budget));
  }

  /**
   * Bus messages may have been lost: compares the heads of all topics with the store, now and once
   * more when the bus has settled. May be called from any thread, and as often as one likes.
   */
  public void lookForLosses() {
    loops.forEach(TopicShard::checkNow);
    vertx.setTimer(VISIBILITY_MS, passed -> loops.forEach(TopicShard::checkNow));
  }

  public Budget budget() {
    return budget;
  }

  EventBus bus() {
    return bus;
  }

  EventStore store() {
    return store;
  }

  HubConfig settings() {
    return settings;
  }

  RawPublishListener rawPublishes() {
    return rawPublishes;
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
