package com.plantapop.chat.store;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;

/** How every store says no; the texts reach clients and tell nothing of its insides. */
public final class StoreRefusals {
  private static final long RETRY_AFTER_MS = 1_000;

  private StoreRefusals() {}

  /** 503: {@link EventStore#close} was called. */
  public static Refusal closed() {
    return Refusal.of(Refusal.Code.UNAVAILABLE, "the store is closed");
  }

  /** 503: a bound of ours was met, or the turn did not come in time. */
  public static Refusal busy() {
    return Refusal.retryAfter(Refusal.Code.UNAVAILABLE, "the store is busy", RETRY_AFTER_MS)
        .at(Limit.NODE_QUEUE);
  }

  /** 503: the server cannot be reached; surely not stored. */
  public static Refusal away() {
    return Refusal.retryAfter(Refusal.Code.UNAVAILABLE, "the store is away", RETRY_AFTER_MS);
  }

  /** 503: the disk takes nothing; surely not stored. */
  public static Refusal notWritable() {
    return Refusal.retryAfter(Refusal.Code.UNAVAILABLE, "the store cannot write", RETRY_AFTER_MS);
  }

  /** 410: the log has ended. */
  public static Refusal gone() {
    return Refusal.of(Refusal.Code.GONE, "address: this chat was deleted");
  }

  /** 503: what is stored cannot be read. */
  public static Refusal notReadable() {
    return Refusal.of(Refusal.Code.UNAVAILABLE, "the store cannot read");
  }

  /** 504: it may be stored or not; the same id tells. */
  public static Refusal unknownOutcome() {
    return Refusal.of(Refusal.Code.UNKNOWN_OUTCOME, "the store failed while writing");
  }
}
