package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;

/**
 * A send that waits for its answer.
 *
 * @param what for whoever reads about it
 * @param log that it is about
 * @param node whom it was sent to
 * @param sentNanos when
 * @param outcome takes the answer: a {@code rec} or an {@code err}, or null when the socket was
 *     closed before there was any
 */
record Call(String what, ChatLog log, Node node, long sentNanos, Outcome outcome) {
  /** What follows the address of a log, for whoever asks for its past. */
  static final String HISTORY = ".history";

  /** Takes an answer. */
  interface Outcome {
    void answered(JsonObject frame);
  }

  /** The frames behind it wait for its answer, as behind a register. */
  boolean isHistory() {
    return what.endsWith(HISTORY);
  }

  static boolean isError(JsonObject frame) {
    return "err".equals(frame.getString("type"));
  }

  /** 0 without an answer. */
  static int code(JsonObject frame) {
    return frame == null ? 0 : frame.getInteger("failureCode", 0);
  }

  /**
   * Whether the same may be sent again, in the hope of another answer. Whoever has no right to it
   * may have it later; whether the refusal was right is for {@link Rights} to say.
   */
  static boolean mayRetry(JsonObject frame) {
    return frame == null
        || switch (code(frame)) {
          case 401, 403, 429, 503, 504 -> true;
          default -> false;
        };
  }
}
