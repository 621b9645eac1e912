package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Refusal;

/** How this store says no; the texts reach clients and tell nothing of its insides. */
final class Refusals {
  private static final long RETRY_AFTER_MS = 1_000;

  private Refusals() {}

  static Refusal closed() {
    return Refusal.of(Refusal.Code.UNAVAILABLE, "the store is closed");
  }

  /** A bound of ours was met, or the turn did not come in time. */
  static Refusal busy() {
    return Refusal.retryAfter(Refusal.Code.UNAVAILABLE, "the store is busy", RETRY_AFTER_MS);
  }

  /** Surely not stored. */
  static Refusal unavailable() {
    return Refusal.retryAfter(Refusal.Code.UNAVAILABLE, "the store is away", RETRY_AFTER_MS);
  }

  static Refusal unknownOutcome() {
    return Refusal.of(Refusal.Code.UNKNOWN_OUTCOME, "the store failed while writing");
  }
}
