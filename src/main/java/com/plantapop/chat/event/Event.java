package com.plantapop.chat.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One entry of a log.
 *
 * @param seq its number in the log: 1, 2, 3, ... without holes (G4)
 * @param key its identity within the address (G3)
 * @param acceptedAt when the service numbered it, to the millisecond
 * @param payload the contract's message or receipt
 * @param metadata what the service knows beside it
 */
public record Event(
    long seq, EventKey key, Instant acceptedAt, Payload payload, Metadata metadata) {

  public Event {
    if (seq < 1) {
      throw new IllegalArgumentException("seq starts at 1, not " + seq);
    }
    acceptedAt = acceptedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /** An event without metadata. */
  public Event(long seq, EventKey key, Instant acceptedAt, Payload payload) {
    this(seq, key, acceptedAt, payload, Metadata.NONE);
  }

  /** What ends a log that has this number as its head. */
  public static Event grave(long head) {
    return new Event(head + 1, EventKey.GRAVE, Instant.now(), Payload.of("{}"));
  }

  /** Whether it is the end of its log. */
  public boolean isGrave() {
    return key.equals(EventKey.GRAVE);
  }

  /** The same event with another number: its writer lost a race for the first one. */
  public Event renumbered(long newSeq) {
    return new Event(newSeq, key, acceptedAt, payload, metadata);
  }
}
