package com.plantapop.chat.edge;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/** Why we close a socket; part of the protocol (design section 10). */
enum CloseCode {
  /** What RFC 6455 forbids: reserved bits, unknown opcodes, broken fragments. */
  BROKEN_FRAME(1002, null),
  /** Text that is not UTF-8 (RFC 6455 section 8.1). */
  NOT_UTF8(1007, null),
  /** A frame over the size limit, which the transport cannot answer otherwise (RFC 6455). */
  TOO_BIG(1009, Limit.SIZE),
  /** Reconnect, elsewhere if there is another node. */
  DRAINING(4000, null),
  /** Made no progress reading; resume with {@code since}. */
  STALLED(4008, Limit.STALL_TIME),
  /** Held most while the node was short of memory; resume with {@code since}. */
  NO_ROOM(4008, Limit.NODE_BYTES),
  /** Broke the protocol or a limit again and again. */
  PROTOCOL(4009, Limit.VIOLATIONS),
  /** Goes on sending what we do not read. */
  FLOODED(4009, Limit.INBOX),
  /** Brought no token in time, or one that has ended. */
  NOT_AUTHENTICATED(4401, null),
  /** Showed no sign of life; for the benefit of a peer that reads it after all. */
  IDLE(4408, Limit.IDLE_TIME);

  /** From here on, codes mean nothing to anybody (RFC 6455 section 7.4.2). */
  static final int UNDEFINED_FROM = 5_000;

  private static final Map<CloseCode, ThrottledLog> LOGS = new EnumMap<>(CloseCode.class);
  private static final int FIRST_OF_OURS = 4000;

  static {
    for (CloseCode code : values()) {
      LOGS.put(code, new ThrottledLog(Level.INFO, "sockets closed with " + code.number));
    }
  }

  private final int number;
  private final Limit limit;

  CloseCode(int number, Limit limit) {
    this.number = number;
    this.limit = limit;
  }

  /** What Netty found that RFC 6455 forbids. */
  static CloseCode of(CorruptedWebSocketFrameException corrupted) {
    for (CloseCode code : values()) {
      if (code.number == corrupted.closeStatus().code()) {
        return code;
      }
    }
    return BROKEN_FRAME;
  }

  int number() {
    return number;
  }

  /** How SockJS says it. */
  String sockJsFrame(String reason) {
    StringBuilder frame = new StringBuilder("c[").append(number).append(',');
    return JsonText.quote(frame, reason).append(']').toString();
  }

  /** Whether RFC 6455 defines it. */
  boolean isOfWebSocket() {
    return number < FIRST_OF_OURS;
  }

  /** Tells the operator of a client that has to go. Drains are counted, but logged as a whole. */
  void tell(EdgeMetrics metrics, String reason) {
    metrics.closed(number, Optional.ofNullable(limit));
    if (this != DRAINING) {
      LOGS.get(this).about(reason);
    }
  }

  /** How many sockets of this process were closed with it; drains are not counted. */
  long closed() {
    return LOGS.get(this).count();
  }
}
