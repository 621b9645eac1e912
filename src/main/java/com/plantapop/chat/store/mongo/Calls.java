package com.plantapop.chat.store.mongo;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Calls of the client, which throws some failures and returns others. */
final class Calls {
  private Calls() {}

  /** What is thrown becomes a failed future. */
  static <T> Future<T> start(Supplier<Future<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
