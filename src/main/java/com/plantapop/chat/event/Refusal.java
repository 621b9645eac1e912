package com.plantapop.chat.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one way to say no. A failed future that reaches a client carries a Refusal; anything else is
 * a bug of ours and is shown to the client as {@link Code#FAULT} without its text.
 *
 * <p>It has no stack trace: refusing is a normal outcome, and a hostile client must not be able to
 * make us walk stacks.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The error table (design section 9); the same on the bus, the bridge and REST. */
  public enum Code {
    MALFORMED(400),
    NOT_AUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    /** It was there and will not be again. */
    GONE(410),
    TOO_LARGE(413),
    SCHEMA(422),
    TOO_FAST(429),
    /** A fault of ours, logged where it was met; whether anything is stored is not known. */
    FAULT(500),
    /** Not stored as far as we know; retry with the same id. */
    UNAVAILABLE(503),
    /** May or may not be stored; retry with the same id to learn. */
    UNKNOWN_OUTCOME(504);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    /** The code of a number that came over the bus; empty for one that is not in the table. */
    public static Optional<Code> ofNumber(int number) {
      return Arrays.stream(values()).filter(code -> code.number == number).findFirst();
    }
  }

  /**
   * One place where a payload breaks the contract.
   *
   * @param pointer JSON pointer (RFC 6901) to the value, "" for the payload itself
   * @param expected what should stand there, in a few words, such as {@code email}
   */
  public record Violation(String pointer, String expected) {}

  private final Code code;
  private final transient List<Violation> violations;
  private final long retryAfterMs;
  private final Limit limit;

  private Refusal(
      Code code, String message, List<Violation> violations, long retryAfterMs, Limit limit) {
    super(message, null, false, false);
    this.code = code;
    this.violations = violations;
    this.retryAfterMs = retryAfterMs;
    this.limit = limit;
  }

  /**
   * {@code message} reaches the client: short, naming the field, telling nothing of our insides.
   */
  public static Refusal of(Code code, String message) {
    return new Refusal(code, message, List.of(), -1, null);
  }

  public static Refusal malformed(String message) {
    return of(Code.MALFORMED, message);
  }

  /** A payload that breaks the contract; {@code violations} lists every place. */
  public static Refusal schema(String message, List<Violation> violations) {
    return new Refusal(Code.SCHEMA, message, List.copyOf(violations), -1, null);
  }

  /** A bound was met; the same request may pass after {@code retryAfterMs} milliseconds. */
  public static Refusal retryAfter(Code code, String message, long retryAfterMs) {
    return new Refusal(code, message, List.of(), retryAfterMs, null);
  }

  /** The same, which says whose bound was met. */
  public Refusal at(Limit met) {
    return new Refusal(code, getMessage(), violations, retryAfterMs, met);
  }

  /** Whether a failure says that something is gone for ever: to try again is of no use. */
  public static boolean isGone(Throwable cause) {
    return cause instanceof Refusal refusal && refusal.code == Code.GONE;
  }

  public Code code() {
    return code;
  }

  /** Empty unless the code is {@link Code#SCHEMA}. */
  public List<Violation> violations() {
    return violations;
  }

  /** The bound that was met, for whoever counts; the client is told in words. */
  public Optional<Limit> limit() {
    return Optional.ofNullable(limit);
  }

  /** Milliseconds, when waiting helps. */
  public OptionalLong retryAfterMs() {
    return retryAfterMs < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfterMs);
  }
}
