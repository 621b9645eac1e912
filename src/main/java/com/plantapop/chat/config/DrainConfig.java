package com.plantapop.chat.config;

/**
 * Section {@code drain}: how a node says goodbye. Sockets are closed in batches, so that their
 * clients do not all reconnect in one moment.
 *
 * @param timeoutMs milliseconds for all of it; what is still open then is cut
 * @param batchSize sockets that are closed at once
 * @param batchPauseMs milliseconds between two batches, 0 for no pause; at most {@code timeoutMs}
 */
public record DrainConfig(
    @Setting(byDefault = "20000", min = 0, max = 600_000) long timeoutMs,
    @Setting(byDefault = "1000", min = 1, max = 100_000) int batchSize,
    @Setting(byDefault = "100", min = 0, max = 60_000) long batchPauseMs) {

  public DrainConfig {
    SettingRules.bounds(DrainConfig.class, timeoutMs, batchSize, batchPauseMs)
        .compare(batchPauseMs <= timeoutMs, "batchPauseMs", "at most", "timeoutMs")
        .orThrow();
  }
}
