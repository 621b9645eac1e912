package com.plantapop.chat.ingest;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers what nobody else has answered in time (G6). One periodic look at all that is under way is
 * enough: no timer per submission. Their deadlines are in no order, since some have waited at a
 * socket and some come from other nodes.
 */
final class Deadlines {
  /** How late an answer may be; a tenth of a second is nothing to a person. */
  private static final long CHECK_MS = 100;

  private final ArrayDeque<Submission> underWay = new ArrayDeque<>();
  private final List<Promise<Void>> waitingForEmpty = new ArrayList<>();

  Deadlines(Vertx vertx) {
    vertx.setPeriodic(CHECK_MS, timer -> check());
  }

  void watch(Submission submission) {
    while (!underWay.isEmpty() && underWay.peek().isSettled()) {
      underWay.poll();
    }
    underWay.add(submission);
  }

  void whenEmpty(Promise<Void> drained) {
    waitingForEmpty.add(drained);
    check();
  }

  private void check() {
    long now = System.nanoTime();
    List<Submission> late = new ArrayList<>();
    underWay.removeIf(submission -> isOver(submission, now, late));
    // Not in between: an answer may lead to the next submission.
    late.forEach(Submission::expire);
    if (underWay.isEmpty()) {
      waitingForEmpty.forEach(Promise::tryComplete);
      waitingForEmpty.clear();
    }
  }

  /** One that waits long must not keep others in memory that have their answer (G7). */
  private static boolean isOver(Submission submission, long now, List<Submission> late) {
    if (submission.isSettled()) {
      return true;
    }
    boolean isLate = submission.deadline().isOverAt(now);
    if (isLate) {
      late.add(submission);
    }
    return isLate;
  }
}
