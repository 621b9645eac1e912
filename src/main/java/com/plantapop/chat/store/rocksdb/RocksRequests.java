package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.store.CallerPromise;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one way to the threads that write and read; answers come on the context of the caller. Any
 * thread.
 */
final class RocksRequests {
  private final Vertx vertx;
  private final RequestQueue queue;
  private final Readers readers;
  private Future<?> last = Future.succeededFuture();

  RocksRequests(Vertx vertx, RequestQueue queue, Readers readers) {
    this.vertx = vertx;
    this.queue = queue;
    this.readers = readers;
  }

  /**
   * Decides on the writer thread, and answers once it is durable.
   *
   * @param bytes about how much memory the request holds
   */
  <T> Future<T> write(long bytes, Request.Decision<T> decision) {
    Promise<T> promise = CallerPromise.create(vertx);
    offer(List.of(new Request<>(promise, bytes, decision)));
    return promise.future();
  }

  /** Those that there is no room for are refused. */
  void offer(List<Request<?>> requests) {
    queue.offer(requests).ifPresent(refusal -> requests.forEach(request -> request.fail(refusal)));
  }

  <T> Future<T> read(Storage.Work<T> work) {
    return unlessClosed(promise -> readers.submit(work, promise));
  }

  /** One after the other, since each takes long: the other readers are for the others. */
  <T> Future<T> inTurn(Storage.Work<T> work) {
    Promise<T> promise = CallerPromise.create(vertx);
    synchronized (this) {
      last = last.transform(before -> read(work).onComplete(promise));
    }
    return promise.future();
  }

  /** For what is known already. */
  <T> Future<T> atOnce(T result) {
    return unlessClosed(promise -> promise.complete(result));
  }

  private <T> Future<T> unlessClosed(Consumer<Promise<T>> answer) {
    Promise<T> promise = CallerPromise.create(vertx);
    if (queue.isClosed()) {
      promise.fail(StoreRefusals.closed());
    } else {
      answer.accept(promise);
    }
    return promise.future();
  }
}
