package com.plantapop.chat.ingest;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Answers what nobody else has answered in time (G6). All submissions have the same time, so the
 * oldest expires first and a queue with one periodic look is enough: no timer per submission.
 */
final class Deadlines {
  /** How late an answer may be; a tenth of a second is nothing to a person. */
  private static final long CHECK_MS = 100;

  private final long limitNanos;
  private final ArrayDeque<Submission> oldestFirst = new ArrayDeque<>();
  private final List<Promise<Void>> waitingForEmpty = new ArrayList<>();

  Deadlines(Vertx vertx, long limitMs) {
    this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMs);
    vertx.setPeriodic(CHECK_MS, timer -> check());
  }

  void watch(Submission submission) {
    while (!oldestFirst.isEmpty() && oldestFirst.peek().isSettled()) {
      oldestFirst.poll();
    }
    oldestFirst.add(submission);
  }

  void whenEmpty(Promise<Void> drained) {
    waitingForEmpty.add(drained);
    check();
  }

  private void check() {
    // One that waits long must not keep those behind it in memory that have their answer (G7).
    oldestFirst.removeIf(Submission::isSettled);
    long now = System.nanoTime();
    while (!oldestFirst.isEmpty() && now - oldestFirst.peek().arrivedNanos() > limitNanos) {
      oldestFirst.poll().expire();
    }
    if (oldestFirst.isEmpty()) {
      waitingForEmpty.forEach(Promise::tryComplete);
      waitingForEmpty.clear();
    }
  }
}
