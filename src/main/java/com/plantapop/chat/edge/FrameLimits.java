package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.TimeUnit;

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

  /** A frame of somebody has come; throws a Refusal when it is too large or one too many. */
  void check(String message, Identity from) {
    if (ByteBufUtil.utf8Bytes(message) > settings.maxFrameBytes()) {
      throw Refusal.of(
              Refusal.Code.TOO_LARGE, "frame: at most " + settings.maxFrameBytes() + " bytes")
          .at(Limit.SIZE);
    }
    long now = System.nanoTime();
    long wait = rate.tryPass(now);
    Limit limit = wait == 0 ? Limit.IDENTITY_RATE : Limit.FRAME_RATE;
    if (wait == 0) {
      long waitOfAll = from.tryPass();
      wait = waitOfAll == 0 ? 0 : rate.turnAway(now, TimeUnit.MILLISECONDS.toNanos(waitOfAll));
    }
    if (wait > 0) {
      throw Refusal.retryAfter(Refusal.Code.TOO_FAST, "too many frames a second", wait).at(limit);
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
