package com.plantapop.chat.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/**
 * Answers come on the context of who asked, whichever thread gives them. Public API can only post
 * them there, which costs a turn of the loop also where the asker runs on the same one.
 */
public final class CallerPromise {
  private CallerPromise() {}

  /**
   * A success on the context of the caller: what is composed of one without a context, and made to
   * end in time, would go on wherever a timer runs.
   */
  public static Future<Void> succeeded(Vertx vertx) {
    return ((ContextInternal) vertx.getOrCreateContext()).succeededFuture();
  }

  /**
   * A promise whose future completes on the context of the caller. A caller without one gets one of
   * its own, lest its handlers run on the threads of a store.
   */
  public static <T> Promise<T> create(Vertx vertx) {
    return ((ContextInternal) vertx.getOrCreateContext()).promise();
  }
}
