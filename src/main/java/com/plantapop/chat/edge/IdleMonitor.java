package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import java.util.concurrent.TimeUnit;

/**
 * What a socket's signs of life say: nothing to do, a heartbeat is due, or it must go. The clock is
 * read once a second per socket, not per frame.
 */
final class IdleMonitor {
  /** What the check found. */
  enum Finding {
    WELL,
    HEARTBEAT_DUE,
    IDLE,
    STALLED
  }

  private final long heartbeatNanos;
  private final long idleNanos;
  private final long stallNanos;
  private long lastHeartbeat;
  private long lastHeard;
  private long lastProgress;
  private long lastLeft;
  private boolean heard;

  IdleMonitor(EdgeConfig settings, long now) {
    heartbeatNanos = TimeUnit.MILLISECONDS.toNanos(settings.heartbeatMs());
    idleNanos = TimeUnit.MILLISECONDS.toNanos(settings.idleTimeoutMs());
    stallNanos = TimeUnit.MILLISECONDS.toNanos(settings.stallTimeoutMs());
    lastHeartbeat = now;
    lastHeard = now;
    lastProgress = now;
  }

  /** The client said something. */
  void heard() {
    heard = true;
  }

  /**
   * @param writable whether the client takes what we send
   * @param left bytes that have left for it since the beginning. Only these are progress: what is
   *     added meanwhile, such as our own heartbeat, is not
   */
  Finding check(long now, boolean writable, long left) {
    if (writable || left > lastLeft) {
      lastProgress = now;
    }
    lastLeft = left;
    // A client that we do not read, because it does not read us, cannot be heard.
    if (heard || !writable) {
      lastHeard = now;
      heard = false;
    }
    if (now - lastProgress > stallNanos) {
      return Finding.STALLED;
    }
    if (now - lastHeard > idleNanos) {
      return Finding.IDLE;
    }
    if (now - lastHeartbeat >= heartbeatNanos) {
      lastHeartbeat = now;
      return Finding.HEARTBEAT_DUE;
    }
    return Finding.WELL;
  }
}
