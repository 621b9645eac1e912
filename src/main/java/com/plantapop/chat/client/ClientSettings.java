package com.plantapop.chat.client;

/**
 * How patient a {@link ChatClient} is.
 *
 * @param requestTimeoutMs milliseconds after which a request without an answer counts as failed.
 *     More than the nodes' {@code ingest.deadlineMs}: they answer by then, and better know the
 *     outcome
 * @param headCheckMs milliseconds between a subscription's looks into the log: the longest that a
 *     lost bus message can go unnoticed when no other follows
 */
public record ClientSettings(long requestTimeoutMs, long headCheckMs) {
  /** For nodes with the default settings. */
  public static final ClientSettings DEFAULTS = new ClientSettings(15_000, 5_000);

  /** Throws IllegalArgumentException unless both are positive. */
  public ClientSettings {
    if (requestTimeoutMs < 1 || headCheckMs < 1) {
      throw new IllegalArgumentException("must be at least 1 ms");
    }
  }
}
