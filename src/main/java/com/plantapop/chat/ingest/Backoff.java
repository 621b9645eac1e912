package com.plantapop.chat.ingest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Waits between lost races for a number: not at all after the first, then a random time that grows,
 * so that writers on several nodes fall out of step. The deadline of the submissions ends it.
 */
final class Backoff {
  private static final long MAX_PAUSE_MS = 64;

  private final Vertx vertx;
  private long bound = 1;

  Backoff(Vertx vertx) {
    this.vertx = vertx;
  }

  Future<Void> pause() {
    if (bound == 1) {
      bound = 2;
      return Future.succeededFuture();
    }
    long pause = ThreadLocalRandom.current().nextLong(1, bound + 1);
    bound = Math.min(bound * 2, MAX_PAUSE_MS);
    return vertx.timer(pause, TimeUnit.MILLISECONDS).mapEmpty();
  }
}
