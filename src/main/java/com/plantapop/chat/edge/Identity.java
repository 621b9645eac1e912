package com.plantapop.chat.edge;

import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who speaks over one socket, and for how long: what the token says that the socket has brought
 * last, when it was opened or with a frame. Touched on the socket's event loop only, but for what
 * it began with.
 */
final class Identity {
  /** Of all sockets in open mode, where nobody is asked. */
  static final Identity OPEN = new Identity();

  private static final Future<Void> KNOWN = Future.succeededFuture();

  /** Null in open mode. */
  private final Authenticator authenticator;

  private final CallerLimits limits;
  private final Optional<Proof> begun;
  private final long graceEndsNanos;
  private volatile Optional<Proof> latest;
  private Optional<CallerLimits.Share> share = Optional.empty();
  private boolean left;
  private Consumer<Caller> changed = caller -> {};

  /** A token that was good, by its digest, and whose it is. */
  record Proof(String digest, Caller caller) {}

  private Identity() {
    this.authenticator = null;
    this.limits = null;
    this.begun = Optional.of(new Proof("", Caller.ANYONE));
    this.latest = begun;
    this.graceEndsNanos = 0;
  }

  /**
   * @param limits that all who come share
   * @param begun with which token, if any
   * @param graceEndsNanos when it must have one
   */
  Identity(
      Authenticator authenticator,
      CallerLimits limits,
      Optional<Proof> begun,
      long graceEndsNanos) {
    this.authenticator = authenticator;
    this.limits = limits;
    this.begun = begun;
    this.latest = begun;
    this.graceEndsNanos = graceEndsNanos;
  }

  boolean isOpen() {
    return authenticator == null;
  }

  /** What came with the request that opened the socket; any thread. */
  Optional<Proof> begun() {
    return begun;
  }

  /** Whether a token is of the one who speaks, if anybody does yet; any thread. */
  boolean mayBeOf(Proof proof) {
    return latest.isEmpty() || isOfSameSubject(latest.get(), proof);
  }

  /** Throws a Refusal (401) while there is none, and after its token's end. */
  Caller caller() {
    Refusal lacking = latest.isEmpty() ? refusal("none was brought") : ended();
    if (lacking != null) {
      throw lacking;
    }
    return latest.get().caller();
  }

  /** Why the socket must end now; null while it need not. */
  Refusal over(long nowNanos) {
    if (latest.isPresent()) {
      return ended();
    }
    return nowNanos - graceEndsNanos > 0
        ? refusal("none was brought in time").at(Limit.TOKEN_TIME)
        : null;
  }

  private Refusal ended() {
    if (isOpen()) {
      return null;
    } else if (authenticator.isOver(latest.get().caller())) {
      return refusal("has expired");
    }
    return authenticator.isRevoked(latest.get().caller()) ? refusal("has been revoked") : null;
  }

  private static Refusal refusal(String problem) {
    return Refusal.of(Refusal.Code.NOT_AUTHENTICATED, "token: " + problem);
  }

  /**
   * A frame has come, which may bring a token: vertx-eventbus.js sends its {@code defaultHeaders}
   * with each, so the same one again must cost little. Fails with a Refusal when it is not good
   * (401), or another's (403): the socket stays who it was.
   */
  Future<Void> heard(Map<String, String> headers) {
    String header = isOpen() ? null : headers.get("Authorization");
    if (header == null) {
      return KNOWN;
    }
    String token = Authenticator.bearer(header);
    String digest = Authenticator.digest(token);
    return latest.isPresent() && latest.get().digest().equals(digest)
        ? KNOWN
        : authenticator.verify(token).map(caller -> renew(new Proof(digest, caller)));
  }

  /**
   * A socket begins to speak for it: counts among those of whoever it is, as soon as that is known.
   * Throws a Refusal (429) when they are too many. To be followed by one {@link #leave}.
   */
  void enter() {
    if (!isOpen()) {
      latest.ifPresent(this::enter);
    }
  }

  /**
   * A token may be found good when the socket has gone: then there is nothing to count any more.
   */
  private void enter(Proof proof) {
    if (share.isEmpty() && !left) {
      share = limits.enter(proof.caller());
    }
  }

  /** The socket has gone. */
  void leave() {
    if (!isOpen()) {
      left = true;
      share.ifPresent(CallerLimits.Share::leave);
    }
  }

  /** Milliseconds until a frame may pass that one may send on all sockets; 0 when this one may. */
  long tryPass() {
    return share.isEmpty() ? 0 : share.get().tryPass();
  }

  private Void renew(Proof newer) {
    if (latest.isPresent() && !isOfSameSubject(latest.get(), newer)) {
      throw Refusal.of(Refusal.Code.FORBIDDEN, "token: is another's than this socket's");
    }
    boolean isFirst = latest.isEmpty();
    boolean mayTheSame = isFirst || newer.caller().hasRightsOf(latest.get().caller());
    enter(newer);
    latest = Optional.of(newer);
    if (isFirst) {
      countFrame();
    }
    if (!mayTheSame) {
      changed.accept(newer.caller());
    }
    return null;
  }

  /** The frame that says who it is has been counted for nobody: each socket would have one free. */
  private void countFrame() {
    long wait = tryPass();
    if (wait > 0) {
      throw Refusal.retryAfter(Refusal.Code.TOO_FAST, "too many frames a second", wait)
          .at(Limit.IDENTITY_RATE);
    }
  }

  /** Tells when a newer token of the same subject gives other rights than the one before. */
  void onChange(Consumer<Caller> listener) {
    if (!isOpen()) {
      changed = listener;
    }
  }

  static boolean isOfSameSubject(Proof one, Proof other) {
    return one.caller().subject().equals(other.caller().subject());
  }
}
