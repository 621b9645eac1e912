package com.plantapop.chat.store.mongo;

import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads again what does not explain a refusal yet. An index refuses a document also for the sake of
 * one that no majority has yet, and a majority may never have: the other writer's primary can fail
 * first. What is told must last, so it is read with majority, which may take a moment to see it.
 */
final class Retries {
  private static final long FIRST_PAUSE_MS = 10;

  /** Over about two thirds of a second. */
  private static final int MAX_TRIES = 7;

  private Retries() {}

  /** The first answer that is there; UNAVAILABLE when there is none in time. */
  static <T> Future<T> until(Vertx vertx, Supplier<Future<Optional<T>>> look) {
    return look(vertx, look, 1);
  }

  private static <T> Future<T> look(Vertx vertx, Supplier<Future<Optional<T>>> look, int attempt) {
    return look.get()
        .compose(
            answer ->
                answer.isPresent()
                    ? Future.succeededFuture(answer.get())
                    : again(vertx, look, attempt));
  }

  private static <T> Future<T> again(Vertx vertx, Supplier<Future<Optional<T>>> look, int attempt) {
    return attempt == MAX_TRIES
        ? Future.failedFuture(StoreRefusals.away())
        : vertx
            .timer(FIRST_PAUSE_MS << (attempt - 1), TimeUnit.MILLISECONDS)
            .compose(passed -> look(vertx, look, attempt + 1));
  }
}
