package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import java.util.Map;

/**
 * A run on its way into the store.
 *
 * @param append the call that it belongs to
 * @param index its place in that call
 * @param run what to append
 * @param bytes about what it takes in a write
 * @param since nanoTime of the call
 */
record Pending(Append append, int index, Run run, long bytes, long since) {
  /** A document's names, numbers and the copy of its strings, beside payload and key. */
  private static final int DOCUMENT_OVERHEAD_BYTES = 512;

  static long bytes(Run run) {
    long bytes = 0;
    for (Event event : run.events()) {
      // Once as the payload, once more in the readable copy.
      bytes += DOCUMENT_OVERHEAD_BYTES + 2L * event.payload().size();
    }
    return bytes;
  }

  int size() {
    return run.events().size();
  }

  long lastSeq() {
    return run.firstSeq() + size() - 1;
  }

  /** All of it is durable. */
  void succeed() {
    settle(new AppendResult(size(), Map.of(), lastSeq()));
  }

  void settle(AppendResult result) {
    append.settle(index, result);
  }

  /** {@code stored} says whether a part of it is durable. */
  void fail(Refusal refusal, boolean stored) {
    append.fail(refusal, stored);
  }
}
