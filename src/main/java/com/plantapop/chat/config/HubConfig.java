package com.plantapop.chat.config;

/**
 * Section {@code hub}: subscriptions and what is read from the log for them.
 *
 * @param lingerMs milliseconds that a topic stays after its last subscriber left, so that a
 *     reconnect costs nothing; 0 gives it up at once
 * @param headCheckMs milliseconds between looks into the store for events of which nobody told,
 *     each one query for up to 500 topics of the node
 * @param pageEvents most events of a page read from the log
 * @param pageBytes bytes after which a page read from the log ends; at most {@code
 *     edge.readerBudgetBytes}
 */
public record HubConfig(
    @Setting(byDefault = "10000", min = 0, max = 3_600_000) long lingerMs,
    @Setting(byDefault = "1000", min = 100, max = 600_000) long headCheckMs,
    @Setting(byDefault = "256", min = 1, max = 10_000) int pageEvents,
    @Setting(byDefault = "131072", min = 1_024, max = 16_777_216) int pageBytes) {

  public HubConfig {
    SettingRules.bounds(HubConfig.class, lingerMs, headCheckMs, pageEvents, pageBytes).orThrow();
  }
}
