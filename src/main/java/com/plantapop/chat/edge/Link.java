package com.plantapop.chat.edge;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.Reader;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection, whatever the transport. All methods are called on its event loop; after
 * the end of the connection they do nothing.
 */
interface Link extends Reader {
  /**
   * How long a peer may take to read the rest and what we close with. A supervisor that has asked
   * the node to end may kill it after 10 s.
   */
  long CLOSE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Sends one message (a bridge frame as JSON text), after everything sent before. */
  void send(String message);

  @Override
  default void ended(String spelling, Refusal why) {
    send(FrameWriter.refusal(spelling, why));
  }

  /** Stops reading from the client; what it sends waits on its side, and only a little here. */
  void pause();

  void resume();

  /**
   * Ends the connection after everything sent before has left, at the latest after a grace time.
   *
   * @param reason why, in a few words, at most 123 bytes (RFC 6455 section 5.5)
   */
  void close(CloseCode code, String reason);

  /** Looks after heartbeat, idleness and stalls; called about once a second. */
  void check(long nowNanos);

  /** Bytes that are kept for this client. */
  long held();

  /** Ends the connection at once and drops what is kept for it. */
  void cut();
}
