package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run on its way into the store, with its outcome. Any thread. */
final class Pending {
  /** A document's names and numbers, beside the payload. */
  private static final int DOCUMENT_OVERHEAD_BYTES = 512;

  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Run run;
  private final long bytes;
  private final long since = System.nanoTime();
  private final Promise<AppendResult> answer = Promise.promise();

  Pending(Run run) {
    this.run = run;
    this.bytes = run.events().stream().mapToLong(Pending::bytes).sum();
  }

  private static long bytes(Event event) {
    return (long) DOCUMENT_OVERHEAD_BYTES + event.payload().size() + event.metadata().size();
  }

  Run run() {
    return run;
  }

  Address address() {
    return run.address();
  }

  /** About what it takes in a write. */
  long bytes() {
    return bytes;
  }

  /** Whether it has waited for so long that its caller has given up, or soon will. */
  boolean isLate() {
    return System.nanoTime() - since > MAX_WAIT_NANOS;
  }

  int size() {
    return run.events().size();
  }

  /** The number that it must follow. */
  long before() {
    return run.firstSeq() - 1;
  }

  Future<AppendResult> answer() {
    return answer.future();
  }

  /** All of it is durable. */
  void succeed() {
    settle(new AppendResult(size(), Map.of(), before() + size()));
  }

  void settle(AppendResult result) {
    answer.tryComplete(result);
  }

  /** A run of which a part is durable ({@code stored}) has an unknown outcome to its caller. */
  void fail(Throwable failure, boolean stored) {
    Throwable told = failure instanceof Refusal ? failure : StoreRefusals.away();
    answer.tryFail(stored ? StoreRefusals.unknownOutcome() : told);
  }
}
