package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Event;
import io.vertx.core.AsyncResult;
import java.time.Instant;

/**
 * What became of one event that was handed over.
 *
 * @param seq its number; 0 when the store must be asked, because it was there before, or was
 *     refused, or did not get its turn in time
 * @param acceptedAtMs milliseconds since the epoch
 */
record Taken(long seq, long acceptedAtMs) {
  private static final Taken NOT = new Taken(0, 0);

  static Taken of(AsyncResult<Acknowledgement> answer) {
    boolean appended = answer.succeeded() && !answer.result().duplicate();
    return appended
        ? new Taken(answer.result().seq(), answer.result().acceptedAt().toEpochMilli())
        : NOT;
  }

  boolean isAppended() {
    return seq > 0;
  }

  /** The event as it stands in the log. */
  Event stored(Event offered) {
    return new Event(seq, offered.key(), Instant.ofEpochMilli(acceptedAtMs), offered.payload());
  }
}
