package com.plantapop.chat.edge;

import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * Lets few things be done at a time, each of which costs much; the others wait for their turn. Used
 * on one event loop only.
 */
public final class Turns {
  private final int atOnce;
  private final int maxWaiting;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  public Turns(int atOnce, int maxWaiting) {
    this.atOnce = atOnce;
    this.maxWaiting = maxWaiting;
  }

  /**
   * Does it when it has its turn. Fails with a Refusal (503) where too many wait, and at the
   * deadline of one that is still waiting then.
   */
  public <T> Future<T> take(Deadline deadline, Supplier<Future<T>> work) {
    if (waiting.size() >= maxWaiting) {
      Refusal refusal = Refusal.of(Refusal.Code.UNAVAILABLE, "too many ask for this; retry");
      return Future.failedFuture(refusal.at(Limit.NODE_QUEUE));
    }
    Promise<T> answer = Promise.promise();
    waiting.add(() -> begin(deadline, work, answer));
    beginNext();
    return answer.future();
  }

  private void beginNext() {
    while (underWay < atOnce && !waiting.isEmpty()) {
      underWay++;
      waiting.poll().run();
    }
  }

  private <T> void begin(Deadline deadline, Supplier<Future<T>> work, Promise<T> answer) {
    Future.succeededFuture()
        .compose(turn -> doUnlessLate(deadline, work))
        .onComplete(done -> ended())
        .onComplete(answer);
  }

  private static <T> Future<T> doUnlessLate(Deadline deadline, Supplier<Future<T>> work) {
    return deadline.isOver()
        ? Future.failedFuture(Refusal.of(Refusal.Code.UNAVAILABLE, "no answer in time; retry"))
        : work.get();
  }

  private void ended() {
    underWay--;
    beginNext();
  }
}
