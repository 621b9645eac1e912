package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.Promise;
import org.rocksdb.RocksDBException;

/**
 * Something to be written, with the one who waits for it. Decided on the writer thread; answered
 * once, on the waiting context.
 */
final class Request<T> {
  private final Promise<T> promise;
  private final long bytes;
  private final Decision<T> decision;
  private T result;

  /**
   * @param bytes about how much memory the request holds
   */
  Request(Promise<T> promise, long bytes, Decision<T> decision) {
    this.promise = promise;
    this.bytes = bytes;
    this.decision = decision;
  }

  long bytes() {
    return bytes;
  }

  /** Adds what is to be written to the group and keeps the answer back. */
  void decide(Group group) throws RocksDBException {
    result = decision.decide(group);
  }

  /** Gives the answer: the group is durable. */
  void succeed() {
    promise.tryComplete(result);
  }

  void fail(Refusal refusal) {
    promise.tryFail(refusal);
  }

  /** See {@link Group}. */
  interface Decision<T> {
    T decide(Group group) throws RocksDBException;
  }
}
