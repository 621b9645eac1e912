package com.plantapop.chat.event;

/** Headers that an accepted event carries on the bus and in its frame (design section 3). */
public final class EventHeaders {
  /** The event's number in its log, in decimal digits. */
  public static final String SEQ = "seq";

  /** When it was accepted, as {@link Timestamps#format} writes it. */
  public static final String ACCEPTED_AT = "acceptedAt";

  /**
   * On the bus between nodes only: the stored text, since the body is decoded on its way, and
   * encoded again it would hardly ever be what a client wrote.
   */
  public static final String PAYLOAD = "payload";

  /** On the bus only: {@link BusProof}. */
  public static final String PROOF = "proof";

  private EventHeaders() {}
}
