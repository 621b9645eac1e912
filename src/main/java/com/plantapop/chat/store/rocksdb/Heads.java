package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The durable heads of the logs used last, so that asking for a head, or reading at it, costs no
 * look into the database. Any thread; the lock is held for a map access only.
 *
 * <p>An entry is always the head as of the last write that was answered: the writer publishes it
 * before it answers. A head only grows, so the greater of two values is the newer one.
 */
final class Heads {
  /** About 15 MB when full. */
  private static final int MAX_ENTRIES = 100_000;

  private static final long UNKNOWN = -1;

  /** In the place of the head of a log that has ended. */
  static final long ENDED = Long.MAX_VALUE;

  private final Map<Address, Long> entries = new LinkedHashMap<>(1024, 0.75f, true);
  private long losses;

  /** The head, or a negative number when it is not known here. */
  synchronized long get(Address address) {
    return entries.getOrDefault(address, UNKNOWN);
  }

  /** The writer's word on the head of a log, once it is durable. */
  synchronized void publish(Address address, long head) {
    entries.merge(address, head, Math::max);
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
      losses++;
    }
  }

  /** To be asked before a head is read from the database, for {@link #learn}. */
  synchronized long losses() {
    return losses;
  }

  /**
   * What a reader found. It is dropped when an entry was lost since {@code lossesBefore} was asked:
   * that one may have been this log's, with a newer head.
   */
  synchronized void learn(Address address, long head, long lossesBefore) {
    if (losses == lossesBefore) {
      publish(address, head);
    }
  }

  /**
   * A reader has seen this event: between a write and its {@link #publish} the entry is behind, and
   * nobody who has read an event may be told of an older head.
   */
  synchronized void seen(Address address, long seq) {
    entries.computeIfPresent(address, (same, head) -> Math.max(head, seq));
  }

  /** Forgets everything: the outcome of a write is not known. */
  synchronized void clear() {
    entries.clear();
    losses++;
  }
}
