package com.plantapop.chat.edge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why we close a socket; part of the protocol (design section 10). */
enum CloseCode {
  /** Reconnect, elsewhere if there is another node. */
  DRAINING(4000),
  /** Made no progress reading; resume with {@code since}. */
  STALLED(4008),
  /** Broke the protocol or a limit again and again. */
  PROTOCOL(4009),
  /** A frame over the size limit, which the transport cannot answer otherwise (RFC 6455). */
  TOO_BIG(1009),
  /** Showed no sign of life; for the benefit of a peer that reads it after all. */
  IDLE(4408);

  private static final Logger LOG = LoggerFactory.getLogger(CloseCode.class);

  private final short number;

  CloseCode(int number) {
    this.number = (short) number;
  }

  short number() {
    return number;
  }

  /** Tells the operator of a client that had to go; drains are told as a whole. */
  void log(String reason) {
    if (this != DRAINING) {
      LOG.info("closing a socket with {}: {}", number, reason);
    }
  }
}
