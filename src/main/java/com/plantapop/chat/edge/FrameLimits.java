package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Refusal;
import io.netty.buffer.ByteBufUtil;

/** What the frames of one socket may be: how large, how many, and how often broken (G7). */
final class FrameLimits {
  private final EdgeConfig settings;
  private final RateLimit rate;
  private int violations;

  FrameLimits(EdgeConfig settings) {
    this.settings = settings;
    this.rate = new RateLimit(settings.framesPerSecond(), settings.frameBurst(), System.nanoTime());
  }

  /** A frame has come; throws a Refusal when it is too large or one too many. */
  void check(String message) {
    if (ByteBufUtil.utf8Bytes(message) > settings.maxFrameBytes()) {
      throw Refusal.of(
          Refusal.Code.TOO_LARGE, "frame: at most " + settings.maxFrameBytes() + " bytes");
    }
    long wait = rate.tryPass(System.nanoTime());
    if (wait > 0) {
      throw Refusal.retryAfter(Refusal.Code.TOO_FAST, "too many frames a second", wait);
    }
  }

  /** A frame was as it should be. */
  void kept() {
    violations = 0;
  }

  /** A frame was not; returns whether that was the last of too many in a row. */
  boolean broken() {
    violations++;
    return violations >= settings.maxViolations();
  }
}
