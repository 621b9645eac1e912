package com.plantapop.chat.hub;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.access.Members;
import com.plantapop.chat.access.Memberships;
import com.plantapop.chat.access.Revocations;
import com.plantapop.chat.bus.EventListener;
import com.plantapop.chat.bus.Services;
import com.plantapop.chat.config.ChatConfig.HubConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.HubMetrics;
import com.plantapop.chat.store.CallerPromise;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ObjLongConsumer;

/**
 * The subscriptions of a node (design section 4).
 *
 * <p>Guarantee (G5): a reader gets every event of its address after its cursor, in order, once per
 * subscription, whatever the bus loses; memory per reader is bounded by its byte budget and a page
 * of the log.
 */
public final class Hub implements EventListener {
  private final Vertx vertx;
  private final EventStore store;
  private final HubConfig settings;
  private final ObjLongConsumer<Address> headSeen;
  private final Budget budget;
  private final List<TopicShard> loops;
  private final List<LoopHub> readers = new CopyOnWriteArrayList<>();
  private final ControlWatch control;
  private final Revocations revocations;
  private final HubMetrics metrics;
  private final LossChecks lossChecks;
  private volatile boolean closed;

  /**
   * @param budget of all that is kept for clients
   * @param services are not to mistake the consumers of the hub for theirs
   * @param rawPublishes is given what comes on the bus past the way in
   * @param headSeen is told how far a log reaches, durably, before its readers on this node are
   * @param contexts the event loops between which the chats are divided; {@code headSeen} is called
   *     on that of the chat
   * @param memberships of each of those loops
   * @param revocations are told how far their log reaches
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
      List<Context> contexts,
      List<Memberships> memberships,
      Revocations revocations,
      HubMetrics metrics) {
    this.metrics = metrics;
    this.vertx = vertx;
    this.store = store;
    this.settings = settings;
    this.headSeen = headSeen;
    this.budget = budget;
    this.revocations = revocations;
    RawPublishConsumers.Room room = RawPublishConsumers.Room.of(rawPublishTopics);
    List<TopicShard> shards = new ArrayList<>();
    for (Context context : contexts) {
      shards.add(
          shard(
              (ContextInternal) context,
              memberships.get(shards.size()),
              services,
              rawPublishes,
              room));
    }
    this.loops = List.copyOf(shards);
    ContextInternal first = (ContextInternal) contexts.get(0);
    new LossSweep(first, store, settings.headCheckMs(), loops).start();
    this.lossChecks = new LossChecks(vertx, loops);
    this.control = new ControlWatch(first, store, this::noted);
  }

  /** Whether this node knows of every right that has ended two seconds ago. Any thread. */
  boolean knowsRights() {
    return control.isUpToDate();
  }

  /** Completes when it is sure to hear of every right that ends from then on. */
  public Future<Void> start() {
    return control.start();
  }

  private TopicShard shard(
      ContextInternal context,
      Memberships memberships,
      Services services,
      RawPublishListener listener,
      RawPublishConsumers.Room room) {
    return new TopicShard(
        this,
        context,
        memberships,
        new PositionLookup(context, store),
        new RawPublishConsumers(vertx.eventBus(), services, listener, room));
  }

  /** The hub of one event loop; call once per loop and keep it. */
  public LoopHub loop(ContextInternal context) {
    LoopHub loop = new LoopHub(this, context);
    readers.add(loop);
    return loop;
  }

  /** Reads pages of the past; for use on one event loop. */
  public History history() {
    return new History(this, new PageReads(vertx, budget));
  }

  @Override
  public void stored(Address address, Entry entry) {
    if (address.equals(Address.REVOCATIONS)) {
      revocations.reaches(entry.seq());
    }
    owner(address).stored(address, entry);
  }

  @Override
  public void reaches(Address address, long seq) {
    owner(address).reaches(address, seq);
  }

  /** Completes when what it says has been read. */
  private Future<Void> noted(ControlNote note) {
    return note.address().equals(Address.REVOCATIONS)
        ? revocations.reaches(note.seq())
        : owner(note.address()).noted(note);
  }

  /** Whether a caller may read a chat now: succeeds, on its context, or fails with a Refusal. */
  Future<Void> admit(Caller caller, ChatId chat) {
    return caller.isJudgedByMembership()
        ? owner(chat).admit(caller, chat)
        : CallerPromise.succeeded(vertx);
  }

  /** A log has ended, and with it all that reads it; called on its loop. */
  void ended(Address address, Refusal why) {
    owner(address).ended(address);
    readers.forEach(loop -> loop.execute(() -> loop.ended(address, why)));
  }

  /** The members of a chat are others now; called on its loop. */
  void membersChanged(ChatId chat, Members members) {
    readers.forEach(loop -> loop.membersChanged(chat, members));
  }

  @Override
  public void lossSuspected() {
    metrics.lossSuspected();
    lossChecks.suspected();
  }

  public Budget budget() {
    return budget;
  }

  /** Payload bytes of deliveries that wait for busy loops; any thread. */
  public long queuedBytes() {
    return readers.stream().mapToLong(LoopHub::queuedBytes).sum();
  }

  /** The most that may wait. */
  public long maxQueuedBytes() {
    return readers.size() * LoopHub.MAX_QUEUED_BYTES;
  }

  HubMetrics metrics() {
    return metrics;
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
    return owner(address.chat());
  }

  private TopicShard owner(ChatId chat) {
    return loops.get(chat.shard(loops.size()));
  }
}
