package com.plantapop.chat.hub;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.access.Memberships;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.CallerPromise;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The topics that one event loop is responsible for. Touched on that loop only, save where said.
 */
final class TopicShard {
  private final Hub hub;
  private final ContextInternal context;
  private final Memberships memberships;
  private final PositionLookup lookup;
  private final RawPublishConsumers rawPublishes;

  /** In the order in which they are looked at next. */
  private final Map<Address, Topic> topics = new LinkedHashMap<>();

  /** Topics that the sweep has to look at here before another shard has its turn. */
  private int sweepLeft;

  private boolean checking;
  private boolean checkAgain;

  TopicShard(
      Hub hub,
      ContextInternal context,
      Memberships memberships,
      PositionLookup lookup,
      RawPublishConsumers rawPublishes) {
    this.hub = hub;
    this.context = context;
    this.memberships = memberships;
    this.lookup = lookup;
    this.rawPublishes = rawPublishes;
    memberships.follow(hub::membersChanged, hub::knowsRights);
  }

  /** Whether a caller may read a chat. May be called from any loop; completes on that one. */
  Future<Void> admit(Caller caller, ChatId chat) {
    return call(() -> memberships.admit(chat, caller));
  }

  private Future<Void> call(Supplier<Future<Void>> task) {
    Promise<Void> done = CallerPromise.create(context.owner());
    context.runOnContext(
        turn -> Future.succeededFuture().compose(begun -> task.get()).onComplete(done));
    return done.future();
  }

  private boolean isRead(ChatId chat) {
    return Stream.of(LogKind.values())
        .anyMatch(kind -> topics.containsKey(new Address(chat, kind)));
  }

  /** May be called from any loop; completes on that of {@code local}. */
  Future<Long> join(LocalTopic local, OptionalLong since) {
    Promise<Long> joined = local.loop().context().promise();
    context.runOnContext(turn -> join(local, since, joined));
    return joined.future();
  }

  private void join(LocalTopic local, OptionalLong since, Promise<Long> joined) {
    Topic topic = topics.get(local.address());
    if (topic == null) {
      topic = new Topic(hub, context, lookup, local.address(), since);
      topics.put(local.address(), topic);
      rawPublishes.begin(local.address());
    }
    Topic joining = topic;
    joining.join(local, joined).onFailure(cause -> drop(joining));
  }

  private void drop(Topic topic) {
    if (topics.remove(topic.address(), topic)) {
      topic.close();
      rawPublishes.end(topic.address());
    }
  }

  /** May be called from any loop. */
  void leave(LocalTopic local) {
    context.runOnContext(turn -> removeReaders(local));
  }

  private void removeReaders(LocalTopic local) {
    Topic topic = topics.get(local.address());
    if (topic != null && topic.leave(local)) {
      drop(topic);
    }
  }

  /** The log has an event; whoever writes next on this node numbers behind it. */
  void stored(Address address, Entry entry) {
    hub.headSeen().accept(address, entry.seq());
    if (address.kind() == LogKind.MEMBERS) {
      memberships.stored(address.chat(), entry, isRead(address.chat()));
    }
    Topic topic = topics.get(address);
    if (topic != null) {
      topic.hold(entry);
    }
  }

  /** May be called from any loop; completes when what a note says has been read. */
  Future<Void> noted(ControlNote note) {
    return call(() -> heard(note));
  }

  private Future<Void> heard(ControlNote note) {
    ChatId chat = note.address().chat();
    if (note.isEnd()) {
      Stream.of(LogKind.values()).forEach(kind -> reaches(new Address(chat, kind), note.seq()));
    } else {
      reaches(note.address(), note.seq());
    }
    return memberships
        .reaches(chat, note.seq(), isRead(chat))
        .recover(cause -> Refusal.isGone(cause) ? Future.succeededFuture() : failed(cause));
  }

  private static Future<Void> failed(Throwable cause) {
    return Future.failedFuture(cause);
  }

  /** There is nothing more to follow. */
  void ended(Address address) {
    Topic topic = topics.get(address);
    if (topic != null) {
      drop(topic);
    }
  }

  void reaches(Address address, long seq) {
    Topic topic = topics.get(address);
    if (topic != null) {
      topic.logReaches(seq);
    }
  }

  /**
   * Adds where the next events of some topics will lie, each in its turn. May be called from any
   * loop.
   *
   * @param positions gets at most as many as make one query, on this shard's loop: the caller's
   *     until then, and again afterwards
   * @param added is completed with whether all topics have had their turn, over several calls
   */
  void nextPositions(List<Position> positions, Promise<Boolean> added) {
    context.runOnContext(turn -> added.complete(addNextPositions(positions)));
  }

  private boolean addNextPositions(List<Position> positions) {
    sweepLeft = Math.min(sweepLeft == 0 ? topics.size() : sweepLeft, topics.size());
    while (sweepLeft > 0 && positions.size() < EventStore.POSITIONS_PER_QUERY) {
      Topic topic = topics.values().iterator().next();
      topics.remove(topic.address());
      topics.put(topic.address(), topic);
      topic.next().ifPresent(positions::add);
      sweepLeft--;
    }
    return sweepLeft == 0;
  }

  /** May be called from any thread. */
  void checkNow() {
    context.runOnContext(turn -> check());
  }

  /** One round at a time; what is asked for meanwhile makes one more. */
  private void check() {
    if (checking) {
      checkAgain = true;
    } else {
      checking = true;
      List<Topic> all = List.copyOf(topics.values());
      // Their heads may have been read before what was lost came into the log.
      all.forEach(Topic::checkOnceBegun);
      check(all.iterator());
    }
  }

  /**
   * Looks whether an event follows where each topic is. One batch after the other: the store never
   * sees more than one.
   */
  private void check(Iterator<Topic> rest) {
    if (!rest.hasNext()) {
      endOfRound();
      return;
    }
    List<Position> batch = new ArrayList<>();
    while (rest.hasNext() && batch.size() < EventStore.POSITIONS_PER_QUERY) {
      rest.next().next().ifPresent(batch::add);
    }
    Future.succeededFuture()
        .compose(asked -> hub.store().existing(batch))
        .onSuccess(found -> found.forEach(this::reaches))
        .onComplete(told -> check(rest));
  }

  private void endOfRound() {
    checking = false;
    if (checkAgain) {
      checkAgain = false;
      check();
    }
  }

  /** May be called from any loop. */
  void reachesLater(Position there) {
    context.runOnContext(turn -> reaches(there));
  }

  private void reaches(Position there) {
    reaches(there.address(), there.seq());
  }
}
