package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusProof;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The feeds that one event loop is responsible for. Compares their heads with the store from time
 * to time, so that a lost bus message is found even when no later event follows it.
 */
final class FeedLoop {
  /** Addresses per question to the store. */
  private static final int CHECK_BATCH = 500;

  private final Hub hub;
  private final ContextInternal context;
  private final BusProof proof;
  private final Map<Address, Feed> feeds = new HashMap<>();
  private boolean checking;
  private boolean checkAgain;

  FeedLoop(Hub hub, ContextInternal context, BusProof proof) {
    this.hub = hub;
    this.context = context;
    this.proof = proof;
    scheduleHeadCheck();
  }

  /** May be called from any loop; completes on that of {@code local}. */
  Future<Long> join(LocalFeed local) {
    Promise<Long> joined = local.loop().context().promise();
    context.runOnContext(turn -> join(local, joined));
    return joined.future();
  }

  private void join(LocalFeed local, Promise<Long> joined) {
    Feed feed =
        feeds.computeIfAbsent(local.address(), address -> new Feed(hub, context, address, proof));
    feed.join(local, joined).onFailure(cause -> drop(feed));
  }

  private void drop(Feed feed) {
    if (feeds.remove(feed.address(), feed)) {
      feed.close();
    }
  }

  /** May be called from any loop. */
  void leave(LocalFeed local) {
    context.runOnContext(turn -> removeReaders(local));
  }

  private void removeReaders(LocalFeed local) {
    Feed feed = feeds.get(local.address());
    if (feed != null && feed.leave(local)) {
      drop(feed);
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
      checkHeads(List.copyOf(feeds.keySet()).iterator());
    }
  }

  /** One batch after the other: the store never sees more than one. */
  private void checkHeads(Iterator<Address> addresses) {
    if (!addresses.hasNext()) {
      endOfRound();
      return;
    }
    List<Address> batch = new ArrayList<>();
    while (addresses.hasNext() && batch.size() < CHECK_BATCH) {
      batch.add(addresses.next());
    }
    hub.store().heads(batch).onSuccess(this::tellFeeds).onComplete(told -> checkHeads(addresses));
  }

  private void endOfRound() {
    checking = false;
    if (checkAgain) {
      checkAgain = false;
      checkHeads();
    }
  }

  private void tellFeeds(Map<Address, Long> heads) {
    for (Map.Entry<Address, Long> head : heads.entrySet()) {
      Feed feed = feeds.get(head.getKey());
      if (feed != null) {
        feed.logReaches(head.getValue());
      }
    }
  }
}
