package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.List;

/**
 * One call of append: gathers the results of its runs. It is answered when none of them is under
 * way any more, lest a caller that tries again meets itself. Any thread.
 */
final class Append {
  private final Promise<List<AppendResult>> answer = Promise.promise();
  private final AppendResult[] results;
  private int left;
  private boolean stored;
  private Refusal failure;

  Append(int runs) {
    this.results = new AppendResult[runs];
    this.left = runs;
  }

  Future<List<AppendResult>> future() {
    return answer.future();
  }

  void settle(int index, AppendResult result) {
    synchronized (this) {
      results[index] = result;
      stored |= result.appended() > 0;
      left--;
      if (left > 0) {
        return;
      }
    }
    finish();
  }

  /** One run has failed, so the call will; {@code part} says whether a part of it is durable. */
  void fail(Refusal refusal, boolean part) {
    synchronized (this) {
      boolean worse = refusal.code() == Refusal.Code.UNKNOWN_OUTCOME;
      failure = failure == null || worse ? refusal : failure;
      stored |= part;
      left--;
      if (left > 0) {
        return;
      }
    }
    finish();
  }

  /** A failed call of which anything is durable has an unknown outcome to its caller. */
  private void finish() {
    if (failure == null) {
      answer.complete(Arrays.asList(results));
    } else {
      answer.fail(stored ? StoreRefusals.unknownOutcome() : failure);
    }
  }
}
