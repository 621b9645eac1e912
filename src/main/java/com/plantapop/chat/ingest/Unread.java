package com.plantapop.chat.ingest;

import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.store.EventMeta;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The messages of others above a reader's watermark: the highest message that the reader has a
 * receipt for, or has sent. Derived whenever it is asked for: a counter drifts.
 *
 * @param count exact to {@link #MOST}
 * @param more whether there are more than that
 */
public record Unread(int count, boolean more) {
  /** Beyond it nobody counts. */
  public static final int MOST = 100;

  /** So many of the newest messages tell. */
  static final int LOOKS_AT = MOST + 1;

  /** A message, as far as it matters here; of nobody when {@code from} is empty. */
  record SentMessage(EventMeta meta, String from) {
    /** Of the receipt that a reader has for it, if any. */
    EventKey receipt(String reader) {
      return EventKey.ofReceipt(UUID.fromString(meta.key().value()), reader);
    }
  }

  /**
   * Pure.
   *
   * @param newest the newest {@link #LOOKS_AT} messages, or all, the newest first
   * @param receipts at least those of the reader's for them that there are
   * @param reader canonical address
   */
  static Unread of(List<SentMessage> newest, Set<EventKey> receipts, String reader) {
    int count = 0;
    for (SentMessage said : newest) {
      if (said.from().equals(reader) || receipts.contains(said.receipt(reader))) {
        return new Unread(count, false);
      }
      count++;
    }
    return new Unread(Math.min(count, MOST), count > MOST);
  }

  /** The receipts that decide: for what the reader has said itself none is needed. */
  static List<EventKey> receipts(List<SentMessage> newest, String reader) {
    return newest.stream()
        .takeWhile(said -> !said.from().equals(reader))
        .map(said -> said.receipt(reader))
        .toList();
  }
}
