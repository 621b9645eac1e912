package com.plantapop.chat.event;

/**
 * An event as readers get it.
 *
 * @param seq its number in the log
 * @param acceptedAt as it stands in the frame
 * @param payload the contract's message or receipt
 */
public record Entry(long seq, String acceptedAt, Payload payload) {

  public static Entry of(Event event) {
    return new Entry(event.seq(), Timestamps.format(event.acceptedAt()), event.payload());
  }
}
