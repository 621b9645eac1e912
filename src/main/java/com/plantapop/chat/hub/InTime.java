package com.plantapop.chat.hub;

import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does not wait for ever for what only reads (G6). */
final class InTime {
  private InTime() {}

  /** As {@code answer}, or 503 at the deadline; what comes after it is not looked at. */
  static <T> Future<T> answer(Deadline deadline, Future<T> answer) {
    return answer.timeout(deadline.timerMs(), TimeUnit.MILLISECONDS).recover(InTime::refuse);
  }

  private static <T> Future<T> refuse(Throwable cause) {
    return Future.failedFuture(
        cause instanceof TimeoutException
            ? Refusal.of(Refusal.Code.UNAVAILABLE, "no answer in time; retry")
            : cause);
  }
}
