package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;

/** A run on its way into the store, with its outcome. Any thread. */
final class Pending {
  /** A document's names and numbers, beside the payload. */
  private static final int DOCUMENT_OVERHEAD_BYTES = 512;

  private final Run run;
  private final long bytes;
  private final long since = System.nanoTime();
  private final Promise<AppendResult> answer = Promise.promise();

  Pending(Run run) {
    this.run = run;
    this.bytes = bytes(run);
  }

  private static long bytes(Run run) {
    long bytes = 0;
    for (Event event : run.events()) {
      bytes += DOCUMENT_OVERHEAD_BYTES + event.payload().size() + event.metadata().size();
    }
    return bytes;
  }

  Run run() {
    return run;
  }

  /** About what it takes in a write. */
  long bytes() {
    return bytes;
  }

  /** nanoTime of the call. */
  long since() {
    return since;
  }

  int size() {
    return run.events().size();
  }

  long lastSeq() {
    return run.firstSeq() + size() - 1;
  }

  Future<AppendResult> answer() {
    return answer.future();
  }

  /** All of it is durable. */
  void succeed() {
    settle(new AppendResult(size(), Map.of(), lastSeq()));
  }

  void settle(AppendResult result) {
    answer.tryComplete(result);
  }

  /** A run of which a part is durable ({@code stored}) has an unknown outcome to its caller. */
  void fail(Refusal refusal, boolean stored) {
    answer.tryFail(stored ? StoreRefusals.unknownOutcome() : refusal);
  }
}
