package com.plantapop.chat.checker;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The one thread that all clients and all that they record live on. */
final class Loop implements AutoCloseable {
  private static final long BEAT_MS = 50;
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private long lastBeat = System.nanoTime();
  private long lastStall = lastBeat;

  Loop() {
    context.runOnContext(turn -> vertx.setPeriodic(BEAT_MS, id -> beat()));
  }

  Vertx vertx() {
    return vertx;
  }

  private void beat() {
    long now = System.nanoTime();
    if (now - lastBeat > STALL_NANOS) {
      lastStall = now;
    }
    lastBeat = now;
  }

  /** Whether this thread itself was held up since then, so that nobody else is late. */
  boolean stalledSince(long nanos) {
    return lastStall - nanos > 0 || System.nanoTime() - lastBeat > STALL_NANOS;
  }

  /** Runs {@code work} on the loop and waits for its result. */
  <T> T call(Callable<T> work) throws Exception {
    Promise<T> result = Promise.promise();
    context.runOnContext(turn -> run(work, result));
    return result.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static <T> void run(Callable<T> work, Promise<T> result) {
    try {
      result.complete(work.call());
    } catch (Exception e) {
      result.fail(e);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
