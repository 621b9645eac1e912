package com.plantapop.chat.store.mongo;

import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a bounded number of requests run at a time, fewer than the driver has connections, and a
 * bounded number wait, for a bounded time. Any thread.
 */
final class RequestLimit {
  private static final int MAX_WAITING = 20_000;
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final ArrayDeque<Job<?>> waiting = new ArrayDeque<>();
  private final int maxRunning;
  private int running;
  private boolean starting;

  RequestLimit(int maxRunning) {
    this.maxRunning = maxRunning;
  }

  /** Fails with UNAVAILABLE when too many wait or the turn does not come in time. */
  <T> Future<T> run(Supplier<Future<T>> request) {
    Job<T> job = new Job<>(request, Promise.promise(), System.nanoTime());
    synchronized (this) {
      if (waiting.size() >= MAX_WAITING) {
        return Future.failedFuture(StoreRefusals.busy());
      }
      waiting.add(job);
    }
    startWaiting();
    return job.answer.future();
  }

  /**
   * One thread starts at a time. A request that fails at once comes back here on the same stack,
   * and must not start the next one from there: with thousands waiting the stack would not do.
   */
  private void startWaiting() {
    synchronized (this) {
      if (starting) {
        return;
      }
      starting = true;
    }
    Job<?> job = next();
    try {
      for (; job != null; job = next()) {
        start(job);
      }
    } finally {
      if (job != null) {
        stopStarting();
      }
    }
  }

  /** An error outside of a request: whoever comes or ends next starts the others. */
  private synchronized void stopStarting() {
    starting = false;
  }

  private synchronized Job<?> next() {
    Job<?> job = running < maxRunning ? waiting.poll() : null;
    if (job == null) {
      starting = false;
    } else {
      running++;
    }
    return job;
  }

  private <T> void start(Job<T> job) {
    boolean late = System.nanoTime() - job.since > MAX_WAIT_NANOS;
    Future<T> answer = late ? Future.failedFuture(StoreRefusals.busy()) : start(job.request);
    answer.andThen(done -> finished()).onComplete(job.answer);
  }

  /** The client throws some failures and returns others: here all are futures, errors too. */
  static <T> Future<T> start(Supplier<Future<T>> request) {
    try {
      return request.get();
    } catch (RuntimeException | Error e) {
      return Future.failedFuture(e);
    }
  }

  private void finished() {
    synchronized (this) {
      running--;
    }
    startWaiting();
  }

  private record Job<T>(Supplier<Future<T>> request, Promise<T> answer, long since) {}
}
