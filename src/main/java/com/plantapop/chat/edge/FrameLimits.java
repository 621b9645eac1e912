package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Refusal;
import io.netty.buffer.ByteBufUtil;

/** What the frames of one socket may be: how large, how many, and how often broken (G7). */
final class FrameLimits {
  private final EdgeConfig settings;
  private final RateLimit rate;
  private final RateLimit refusals;
  private int violations;

  FrameLimits(EdgeConfig settings) {
    this.settings = settings;
    long now = System.nanoTime();
    this.rate = new RateLimit(settings.framesPerSecond(), settings.frameBurst(), now);
    this.refusals = new RateLimit(settings.framesPerSecond(), settings.frameBurst(), now);
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

  /**
   * A frame was not; returns whether the socket must go. Too many broken ones in a row are one
   * reason. The other is as many over its limits as may pass within them: who waits as it was told
   * never comes to that, however much it had sent before it heard of it.
   */
  boolean refused(Refusal refusal) {
    return switch (refusal.code()) {
      case MALFORMED, TOO_LARGE -> ++violations >= settings.maxViolations();
      case TOO_FAST -> refusals.tryPass(System.nanoTime()) > 0;
      default -> false;
    };
  }
}
