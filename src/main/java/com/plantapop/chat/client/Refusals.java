package com.plantapop.chat.client;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.eventbus.ReplyException;

/** Turns the failures of bus requests into the error table (design section 9). */
final class Refusals {
  private Refusals() {}

  /**
   * @param silence what it means that a request was sent and nobody answered
   */
  static Refusal of(Throwable cause, Refusal.Code silence) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    return cause instanceof ReplyException reply
        ? ofReply(reply, silence)
        : Refusal.of(silence, "the request failed; retry");
  }

  private static Refusal ofReply(ReplyException reply, Refusal.Code silence) {
    return switch (reply.failureType()) {
      case NO_HANDLERS -> Refusal.of(Refusal.Code.UNAVAILABLE, "no chat node listens; retry");
      case TIMEOUT -> Refusal.of(silence, "no answer in time; retry");
      default ->
          Refusal.Code.ofNumber(reply.failureCode())
              .map(code -> Refusal.of(code, reply.getMessage()))
              .orElseGet(() -> Refusal.of(silence, "the request failed; retry"));
    };
  }
}
