package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The durable heads of the logs used last, so that asking for a head, or reading at it, costs no
 * look into the database. Any thread; the locks are held for a map access only.
 *
 * <p>An entry is always the head as of the last write that was answered: the writer publishes it
 * before it answers. A head only grows, so the greater of two values is the newer one.
 */
final class Heads {
  /** About 15 MB when full. */
  private static final int MAX_ENTRIES = 100_000;

  private static final int SHARDS = 16;
  private static final long UNKNOWN = -1;

  private final Shard[] shards = new Shard[SHARDS];

  Heads() {
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  /** The head, or a negative number when it is not known here. */
  long get(Address address) {
    Shard shard = shard(address);
    synchronized (shard) {
      return shard.entries.getOrDefault(address, UNKNOWN);
    }
  }

  /** The writer's word on the head of a log, once it is durable. */
  void publish(Address address, long head) {
    Shard shard = shard(address);
    synchronized (shard) {
      shard.put(address, head);
    }
  }

  /** To be asked before a head is read from the database, for {@link #learn}. */
  long losses(Address address) {
    Shard shard = shard(address);
    synchronized (shard) {
      return shard.losses;
    }
  }

  /**
   * What a reader found. It is dropped when an entry was lost since {@code losses} was asked: that
   * one may have been this log's, with a newer head.
   */
  void learn(Address address, long head, long losses) {
    Shard shard = shard(address);
    synchronized (shard) {
      if (shard.losses == losses) {
        shard.put(address, head);
      }
    }
  }

  /**
   * A reader has seen this event: between a write and its {@link #publish} the entry is behind, and
   * nobody who has read an event may be told of an older head.
   */
  void seen(Address address, long seq) {
    Shard shard = shard(address);
    synchronized (shard) {
      shard.entries.computeIfPresent(address, (same, head) -> Math.max(head, seq));
    }
  }

  /** Forgets everything: the outcome of a write is not known. */
  void clear() {
    for (Shard shard : shards) {
      synchronized (shard) {
        shard.entries.clear();
        shard.losses++;
      }
    }
  }

  private Shard shard(Address address) {
    int hash = address.hashCode();
    return shards[(hash ^ hash >>> 16) & (SHARDS - 1)];
  }

  private static final class Shard {
    private final Map<Address, Long> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long losses;

    private void put(Address address, long head) {
      entries.merge(address, head, Math::max);
      if (entries.size() > MAX_ENTRIES / SHARDS) {
        var eldest = entries.keySet().iterator();
        eldest.next();
        eldest.remove();
        losses++;
      }
    }
  }
}
