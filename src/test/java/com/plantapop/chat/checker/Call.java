package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;

/**
 * A send that waits for its answer.
 *
 * @param what for whoever reads about it
 * @param node whom it was sent to
 * @param sentNanos when
 * @param outcome takes the answer: a {@code rec} or an {@code err}, or null when the socket was
 *     closed before there was any
 */
record Call(String what, Node node, long sentNanos, Outcome outcome) {
  /** Takes an answer. */
  interface Outcome {
    void answered(JsonObject frame);
  }

  /** The frames behind it wait for its answer, as behind a register. */
  boolean isHistory() {
    return what.endsWith(".history");
  }

  static boolean isError(JsonObject frame) {
    return "err".equals(frame.getString("type"));
  }

  /** 0 without an answer. */
  static int code(JsonObject frame) {
    return frame == null ? 0 : frame.getInteger("failureCode", 0);
  }

  /** Whether the same may be sent again, in the hope of another answer. */
  static boolean mayRetry(JsonObject frame) {
    int code = code(frame);
    return frame == null || code == 503 || code == 504 || code == 429;
  }
}
