package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.limits.CountPerKey;
import com.plantapop.chat.limits.RatePerKey;
import java.util.Optional;

/**
 * What one person may take of the node over all sockets and requests, known by the subject of its
 * tokens. A service speaks for many people and nobody in open mode is known, so each of their
 * sockets is bound for itself only. Any thread.
 */
final class CallerLimits {
  /** Sockets that may spend their bursts at the same time: those that a person has. */
  private static final int BURSTS = 4;

  private static final long RETRY_AFTER_MS = 1_000;

  private final int mostSockets;
  private final int mostRequests;
  private final CountPerKey<String> requests;
  private final CountPerKey<String> sockets;
  private final RatePerKey<String> frames;

  CallerLimits(EdgeConfig config) {
    this.mostSockets = config.maxSocketsPerIdentity();
    this.sockets = new CountPerKey<>(mostSockets);
    this.mostRequests = config.maxRequestsPerIdentity();
    this.requests = new CountPerKey<>(mostRequests);
    int burst = Math.max(BURSTS * config.frameBurst(), config.framesPerSecondPerIdentity());
    this.frames = new RatePerKey<>(config.framesPerSecondPerIdentity(), burst);
  }

  /**
   * One more socket is this caller's; empty when the caller is not bound. Throws a Refusal (429)
   * when there are too many.
   */
  Optional<Share> enter(Caller caller) {
    if (caller.kind() != Caller.Kind.PERSON) {
      return Optional.empty();
    } else if (!sockets.tryEnter(caller.subject())) {
      throw Refusal.of(Refusal.Code.TOO_FAST, "at most " + mostSockets + " sockets of one identity")
          .at(Limit.IDENTITY);
    }
    return Optional.of(new Share(caller.subject()));
  }

  /**
   * A request comes from this caller, which is as much as a frame. Throws a Refusal (429) when it
   * is one too many.
   */
  void pass(Caller caller) {
    long wait = caller.kind() == Caller.Kind.PERSON ? frames.tryPass(caller.subject()) : 0;
    if (wait > 0) {
      throw Refusal.retryAfter(Refusal.Code.TOO_FAST, "too many requests and frames a second", wait)
          .at(Limit.IDENTITY_RATE);
    }
  }

  /**
   * A request of this caller is under way until what is returned has run: until its answer has been
   * read, which may be a megabyte. Throws a Refusal (429) when there are too many.
   */
  Runnable begin(Caller caller) {
    if (caller.kind() != Caller.Kind.PERSON) {
      return () -> {};
    } else if (!requests.tryEnter(caller.subject())) {
      String most = "at most " + mostRequests + " requests of one identity at a time";
      throw Refusal.retryAfter(Refusal.Code.TOO_FAST, most, RETRY_AFTER_MS).at(Limit.IDENTITY);
    }
    return () -> requests.leave(caller.subject());
  }

  /** What one of its sockets has of it. On the socket's event loop. */
  final class Share {
    private final String subject;
    private final RatePerKey<String>.Allowance allowance;

    private Share(String subject) {
      this.subject = subject;
      this.allowance = frames.of(subject);
    }

    /** Milliseconds until a frame may pass, 0 when this one may. */
    long tryPass() {
      return allowance.tryPass();
    }

    /** To be called once. */
    void leave() {
      sockets.leave(subject);
    }
  }
}
