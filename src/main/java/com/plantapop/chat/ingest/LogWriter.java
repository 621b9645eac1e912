package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Members;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Limit;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers and appends the events of one log, one batch at a time; what arrives meanwhile forms the
 * next batch (design section 5).
 *
 * <p>The head it keeps is a belief; a {@link Batch} finds out.
 */
final class LogWriter {
  /** Bounds one store write of one chat, in characters of bodies. */
  private static final int MAX_BATCH_SIZE = 1 << 20;

  private static final long HEAD_UNKNOWN = -1;

  /** Of the batch under way: a submission in it, and one with the same key. */
  private record Repeat(Submission first, Submission repeat) {}

  private final IngestShard shard;
  private final Address address;
  private final Rules rules;
  private final ArrayDeque<Submission> queue = new ArrayDeque<>();
  private final List<Repeat> repeats = new ArrayList<>();
  private long head = HEAD_UNKNOWN;
  private final Contention contention = new Contention();
  private boolean busy;
  private boolean woken;

  LogWriter(IngestShard shard, Address address, Rules rules) {
    this.shard = shard;
    this.address = address;
    this.rules = rules;
  }

  boolean isIdle() {
    return !busy && queue.isEmpty();
  }

  void enqueue(Submission submission) {
    if (queue.size() >= shard.settings().maxQueuedPerChat()) {
      submission.refuse(Backlog.full(Limit.CHAT_QUEUE));
      return;
    }
    queue.add(submission);
    wake();
  }

  private void wake() {
    if (busy || woken || queue.isEmpty()) {
      return;
    }
    woken = true;
    long pauseMs = contention.pauseMs();
    if (pauseMs == 0) {
      shard.wake(this);
    } else {
      shard.vertx().setTimer(pauseMs, passed -> shard.wake(this));
    }
  }

  /** Starts the next batch, unless one is under way; one that is refused at once is over here. */
  void pump() {
    woken = false;
    while (!busy && !queue.isEmpty()) {
      List<Submission> batch = takeBatch();
      if (!batch.isEmpty()) {
        busy = true;
        // Composed from the first step on: what is thrown must not leave the log busy for ever.
        Future.succeededFuture()
            .compose(begun -> ofMembers(batch))
            .compose(this::admit)
            .compose(this::append)
            .onComplete(outcome -> finish(batch, outcome));
      }
    }
  }

  /**
   * The oldest submissions that still wait for an answer. One whose key is in the batch already
   * waits for what becomes of that: were it to wait for a batch of its own, thousands of repeats
   * would be as many round trips to the store, and everybody else in the chat behind them.
   */
  private List<Submission> takeBatch() {
    Map<EventKey, Submission> batch = new LinkedHashMap<>();
    int size = 0;
    while (!queue.isEmpty()
        && batch.size() < shard.settings().maxBatchEvents()
        && size < MAX_BATCH_SIZE) {
      Submission next = queue.poll();
      if (!next.isSettled()) {
        Submission first = batch.putIfAbsent(next.key(), next);
        if (first == null) {
          size += next.size();
        } else {
          repeats.add(new Repeat(first, next));
        }
      }
    }
    return List.copyOf(batch.values());
  }

  /** Another node has appended so far; what is under way here finds out by itself. */
  void headSeen(long seq) {
    if (seq > head && head != HEAD_UNKNOWN && !isIdle()) {
      contention.met();
    }
    learn(seq);
  }

  /** Another node may have been heard to be further, while the store was asked. */
  private long learn(long seq) {
    head = Math.max(head, seq);
    return head;
  }

  /** Refuses those whose callers do not belong to the chat; mostly nothing has to be asked. */
  private Future<List<Submission>> ofMembers(List<Submission> batch) {
    List<Future<Void>> asked = new ArrayList<>();
    for (Submission submission : batch) {
      Future<Void> admitted = shard.memberships().admit(address.chat(), submission.caller());
      if (!admitted.succeeded()) {
        asked.add(admitted.onFailure(submission::refuse));
      }
    }
    return asked.isEmpty()
        ? Future.succeededFuture(batch)
        : Future.join(asked).transform(known -> Future.succeededFuture(withoutAnswer(batch)));
  }

  private static List<Submission> withoutAnswer(List<Submission> batch) {
    return batch.stream().filter(submission -> !submission.isSettled()).toList();
  }

  /**
   * The last moment before the append: neither the deadline nor the end of a membership may have
   * come while the store was asked.
   */
  private boolean mayEnter(Submission submission) {
    if (!shard.memberships().stillAdmits(address.chat(), submission.caller())) {
      submission.refuse(Members.refusal());
    }
    return !submission.isSettled();
  }

  /** What is not known of a chat yet is asked together: one trip to the store, not two. */
  private Future<Rules.Admitted> admit(List<Submission> batch) {
    if (head != HEAD_UNKNOWN) {
      return rules.admit(batch);
    }
    Future<Long> known = shard.store().head(address).map(this::learn);
    Future<Rules.Admitted> admitted = rules.admit(batch);
    return Future.join(known, admitted).map(both -> admitted.result());
  }

  private Future<Long> append(Rules.Admitted admitted) {
    List<Submission> submissions = admitted.submissions().stream().filter(this::mayEnter).toList();
    List<Event> events = new ArrayList<>(submissions.size());
    Instant now = Instant.now();
    for (Submission submission : submissions) {
      events.add(submission.event(head + 1 + events.size(), admitted.chatId(), now));
    }
    return new Batch(
            shard, address, contention, this::learn, this::mayEnter, submissions, events, head)
        .append();
  }

  private void finish(List<Submission> batch, AsyncResult<Long> outcome) {
    busy = false;
    if (outcome.succeeded()) {
      learn(outcome.result());
    } else {
      // The write may or may not have happened: only the store knows the head now.
      head = HEAD_UNKNOWN;
      batch.forEach(submission -> submission.refuse(outcome.cause()));
      repeats.forEach(each -> each.repeat().refuse(outcome.cause()));
    }
    answerRepeats();
    // Not pump(): thousands of batches that are refused at once would be as many nested calls.
    wake();
  }

  /** What refused the first need not concern a repeat that says something else: that goes again. */
  private void answerRepeats() {
    for (int i = repeats.size() - 1; i >= 0; i--) {
      Repeat each = repeats.get(i);
      each.first().stored().ifPresent(each.repeat()::answerRepeatOf);
      if (!each.repeat().isSettled()) {
        queue.addFirst(each.repeat());
      }
    }
    repeats.clear();
  }
}
