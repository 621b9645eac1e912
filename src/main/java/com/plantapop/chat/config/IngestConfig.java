package com.plantapop.chat.config;

/**
 * Section {@code ingest}: the way in. Beyond a queue's bound senders are refused (503), never
 * dropped.
 *
 * @param deadlineMs milliseconds within which everything that a client asks is answered
 * @param maxQueuedEvents events of the node that wait for the store
 * @param maxQueuedBytes bytes of those events, never more than an eighth of the heap; at least one
 *     of the largest frames
 * @param maxQueuedPerChat events of one chat that wait for the store, so that a busy chat leaves
 *     room for others; at most {@code maxQueuedEvents}
 * @param maxBatchEvents events of one chat in one append to the store
 * @param maxCachedChats chats of the node whose state (head, binding) is kept in memory, never more
 *     than fit into a sixteenth of the heap; the least recently used is read again from the store
 */
public record IngestConfig(
    @Setting(byDefault = "10000", min = 100, max = 600_000) long deadlineMs,
    @Setting(byDefault = "100000", min = 1, max = 10_000_000) int maxQueuedEvents,
    @Setting(byDefault = "67108864", min = 1_024, max = 17_179_869_184L) long maxQueuedBytes,
    @Setting(byDefault = "10000", min = 1, max = 10_000_000) int maxQueuedPerChat,
    @Setting(byDefault = "1000", min = 1, max = 100_000) int maxBatchEvents,
    @Setting(byDefault = "100000", min = 1, max = 10_000_000) int maxCachedChats) {

  public IngestConfig {
    SettingRules.bounds(
            IngestConfig.class,
            deadlineMs,
            maxQueuedEvents,
            maxQueuedBytes,
            maxQueuedPerChat,
            maxBatchEvents,
            maxCachedChats)
        .compare(
            maxQueuedPerChat <= maxQueuedEvents, "maxQueuedPerChat", "at most", "maxQueuedEvents")
        .orThrow();
  }
}
