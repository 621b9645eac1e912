package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * Events of one log on their way into it, numbered as their writer believes. The store arbitrates:
 * a number that another writer has taken, or a key that is there already, comes back in the result,
 * and the rest is numbered again. The deadline of the submissions ends it.
 */
final class Batch {
  private final IngestShard shard;
  private final Address address;
  private final Contention contention;
  private final LongUnaryOperator learn;
  private final Predicate<Submission> mayEnter;
  private List<Submission> submissions;
  private List<Event> events;
  private long head;
  private boolean lostBefore;
  private long begun;

  /**
   * @param learn tells the writer a head, and how far the log reaches as far as it has heard
   * @param mayEnter refuses those that may not any more; asked again after a race was lost
   * @param submissions with the events of the same places in {@code events}; may be empty
   * @param head the number before that of the first event
   */
  Batch(
      IngestShard shard,
      Address address,
      Contention contention,
      LongUnaryOperator learn,
      Predicate<Submission> mayEnter,
      List<Submission> submissions,
      List<Event> events,
      long head) {
    this.shard = shard;
    this.address = address;
    this.contention = contention;
    this.learn = learn;
    this.mayEnter = mayEnter;
    this.submissions = submissions;
    this.events = events;
    this.head = head;
  }

  /** Completes with the head as known then, once all are answered. */
  Future<Long> append() {
    if (submissions.isEmpty()) {
      return Future.succeededFuture(head);
    }
    submissions.forEach(Submission::handedToStore);
    begun = System.nanoTime();
    return shard.append(new Run(address, events)).compose(this::settle);
  }

  /** Answers what the store decided; numbers the rest again and goes on. */
  private Future<Long> settle(AppendResult result) {
    if (result.appended() > 0) {
      contention.took(System.nanoTime() - begun);
      shard.activity().stored(address, events.get(result.appended() - 1).acceptedAt());
    }
    // Before anything is published: what comes back from the bus is our own then.
    head = learn.applyAsLong(result.head());
    for (int i = 0; i < result.appended(); i++) {
      submissions.get(i).acknowledge(events.get(i), false);
    }
    for (int i = 0; i < result.appended(); i++) {
      shard.publisher().publish(address, events.get(i));
    }
    shard.races().appended(result.appended());
    for (int i = result.appended(); i < events.size(); i++) {
      Event first = result.duplicates().get(events.get(i).key());
      if (first != null) {
        submissions.get(i).answerRepeatOf(first);
        shard.publisher().announce(address, first.seq());
      }
    }
    boolean lostRace = result.appended() == 0 && result.duplicates().isEmpty();
    if (lostRace) {
      shard.races().lost();
      shard.publisher().announce(address, head);
      contention.met();
    }
    return lostRace && lostBefore ? standBack() : goOn(lostRace);
  }

  /** At once after the first race in a row, which is how a writer may learn the head. */
  private Future<Long> goOn(boolean lostRace) {
    lostBefore = lostRace;
    numberAgain();
    return append();
  }

  private Future<Long> standBack() {
    return shard
        .vertx()
        .timer(contention.pauseMs(), TimeUnit.MILLISECONDS)
        .compose(passed -> goOn(true));
  }

  /** What has been answered meanwhile, by the deadline for instance, is left out too. */
  private void numberAgain() {
    head = learn.applyAsLong(head);
    List<Submission> restSubmissions = new ArrayList<>();
    List<Event> restEvents = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (mayEnter.test(submissions.get(i))) {
        restSubmissions.add(submissions.get(i));
        restEvents.add(events.get(i).renumbered(head + 1 + restEvents.size()));
      }
    }
    submissions = restSubmissions;
    events = restEvents;
  }
}
