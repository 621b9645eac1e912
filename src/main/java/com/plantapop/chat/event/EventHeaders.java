package com.plantapop.chat.event;

/** Headers that an accepted event carries on the bus and in its frame (design section 3). */
public final class EventHeaders {
  /** The event's number in its log, in decimal digits. */
  public static final String SEQ = "seq";

  /** When it was accepted, as {@link Timestamps#format} writes it. */
  public static final String ACCEPTED_AT = "acceptedAt";

  /** On {@link BusAddresses#ACCEPTED} only: the event's address. */
  public static final String ADDRESS = "address";

  private EventHeaders() {}
}
