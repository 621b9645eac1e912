package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events of one log on their way into it, numbered as their writer believes. The store arbitrates:
 * a number that another writer has taken, or a key that is there already, comes back in the result,
 * and the rest is numbered again.
 *
 * <p>After races lost in a row the rest is handed over to the winner (design section 5). That only
 * saves time: what the winner does not report as appended goes to the store as before, also when it
 * is still under way there. Whichever comes second finds the key taken.
 */
final class Batch {
  private final Lane lane;
  private final Address address;
  private final Contest contest;
  private final Backoff backoff;
  private List<Submission> submissions;
  private List<Event> events;
  private long head;
  private boolean handingOver;

  /**
   * @param submissions with the events of the same places in {@code events}; may be empty
   * @param head the number before that of the first event
   */
  Batch(
      Lane lane,
      Address address,
      Contest contest,
      List<Submission> submissions,
      List<Event> events,
      long head) {
    this.lane = lane;
    this.address = address;
    this.contest = contest;
    this.backoff = new Backoff(lane.vertx());
    this.submissions = submissions;
    this.events = events;
    this.head = head;
  }

  /** Whether another node has it now. */
  boolean isHandingOver() {
    return handingOver;
  }

  /** Completes with the head as known then, once all are answered. */
  Future<Long> append() {
    if (submissions.isEmpty()) {
      return Future.succeededFuture(head);
    }
    Optional<String> winner = contest.handOverTo();
    return winner.isPresent() && !hasGuests() ? handOver(winner.get()) : store();
  }

  /** Guests stay: handed on, they could come back to who waits for us. */
  private boolean hasGuests() {
    return submissions.stream().anyMatch(Submission::isGuest);
  }

  private Future<Long> store() {
    if (submissions.isEmpty()) {
      return Future.succeededFuture(head);
    }
    submissions.forEach(Submission::handedToStore);
    return lane.append(new Run(address, events)).compose(this::settle);
  }

  /** Answers what the store decided; numbers the rest again and goes on. */
  private Future<Long> settle(AppendResult result) {
    head = result.head();
    for (int i = 0; i < result.appended(); i++) {
      submissions.get(i).acknowledge(events.get(i), false);
    }
    for (int i = 0; i < result.appended(); i++) {
      lane.publisher().publish(address, events.get(i));
    }
    lane.races().appended(result.appended());
    for (int i = result.appended(); i < events.size(); i++) {
      Event first = result.duplicates().get(events.get(i).key());
      if (first != null) {
        submissions.get(i).answerRepeatOf(first);
      }
    }
    boolean lostRace = result.appended() == 0 && result.duplicates().isEmpty();
    keepUnanswered();
    return lostRace ? lost(result.winner()) : won();
  }

  private Future<Long> won() {
    contest.won();
    return append();
  }

  private Future<Long> lost(Optional<String> winner) {
    lane.races().lost();
    contest.lost(winner);
    return backoff.pause().compose(paused -> append());
  }

  private Future<Long> handOver(String winner) {
    handingOver = true;
    // The winner may append them and not live to say so: a deadline from now on leaves that open.
    submissions.forEach(Submission::handedToStore);
    return lane.handOver()
        .offer(winner, address, events)
        .transform(outcome -> settleHandOver(outcome))
        .compose(settled -> store())
        // Also where the store says that it has none of them: the winner may append them yet.
        .recover(failure -> Future.failedFuture(StoreRefusals.unknownOutcome()));
  }

  private Future<Void> settleHandOver(AsyncResult<List<Taken>> outcome) {
    handingOver = false;
    if (outcome.succeeded()) {
      acknowledge(outcome.result());
    }
    if (HandOver.isSilence(outcome.cause())) {
      contest.unanswered();
    } else if (outcome.failed() || outcome.result().stream().noneMatch(Taken::isAppended)) {
      contest.disappointed();
    }
    keepUnanswered();
    return Future.succeededFuture();
  }

  private void acknowledge(List<Taken> taken) {
    for (int i = 0; i < taken.size(); i++) {
      if (taken.get(i).isAppended()) {
        Event stored = taken.get(i).stored(events.get(i));
        head = Math.max(head, stored.seq());
        submissions.get(i).acknowledge(stored, false);
      }
    }
  }

  /** What the deadline has answered meanwhile is left out too. */
  private void keepUnanswered() {
    List<Submission> restSubmissions = new ArrayList<>();
    List<Event> restEvents = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (!submissions.get(i).isSettled()) {
        restSubmissions.add(submissions.get(i));
        restEvents.add(events.get(i).renumbered(head + 1 + restEvents.size()));
      }
    }
    submissions = restSubmissions;
    events = restEvents;
  }
}
