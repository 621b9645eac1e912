package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusProof;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The topics that one event loop is responsible for. Compares their heads with the store from time
 * to time, so that a lost bus message is found even when no later event follows it.
 */
final class TopicShard {
  private final Hub hub;
  private final ContextInternal context;
  private final Announcements announcements;
  private final PositionLookup lookup;
  private final Map<Address, Topic> topics = new HashMap<>();
  private boolean checking;
  private boolean checkAgain;

  TopicShard(Hub hub, ContextInternal context, BusProof proof) {
    this.hub = hub;
    this.context = context;
    this.announcements = new Announcements(proof);
    this.lookup = new PositionLookup(context, hub.store());
    scheduleHeadCheck();
  }

  /** May be called from any loop; completes on that of {@code local}. */
  Future<Long> join(LocalTopic local, OptionalLong since) {
    Promise<Long> joined = local.loop().context().promise();
    context.runOnContext(turn -> join(local, since, joined));
    return joined.future();
  }

  private void join(LocalTopic local, OptionalLong since, Promise<Long> joined) {
    Topic topic =
        topics.computeIfAbsent(
            local.address(),
            address -> new Topic(hub, context, lookup, address, announcements, since));
    topic.join(local, joined).onFailure(cause -> drop(topic));
  }

  private void drop(Topic topic) {
    if (topics.remove(topic.address(), topic)) {
      topic.close();
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

  private void scheduleHeadCheck() {
    context
        .timer(hub.settings().headCheckMs(), TimeUnit.MILLISECONDS)
        .onSuccess(passed -> checkPeriodically());
  }

  private void checkPeriodically() {
    checkHeads();
    scheduleHeadCheck();
  }

  /** May be called from any thread. */
  void checkNow() {
    context.runOnContext(turn -> checkHeads());
  }

  /** One round at a time; what is asked for meanwhile makes one more. */
  private void checkHeads() {
    if (checking) {
      checkAgain = true;
    } else {
      checking = true;
      checkHeads(List.copyOf(topics.values()).iterator());
    }
  }

  /**
   * Looks whether an event follows where each topic is. One batch after the other: the store never
   * sees more than one.
   */
  private void checkHeads(Iterator<Topic> rest) {
    if (!rest.hasNext()) {
      endOfRound();
      return;
    }
    List<Position> batch = new ArrayList<>();
    while (rest.hasNext() && batch.size() < EventStore.POSITIONS_PER_QUERY) {
      rest.next().next().ifPresent(batch::add);
    }
    hub.store()
        .existing(batch)
        .onSuccess(found -> found.forEach(this::tell))
        .onComplete(told -> checkHeads(rest));
  }

  private void endOfRound() {
    checking = false;
    if (checkAgain) {
      checkAgain = false;
      checkHeads();
    }
  }

  private void tell(Position there) {
    Topic topic = topics.get(there.address());
    if (topic != null) {
      topic.logReaches(there.seq());
    }
  }
}
