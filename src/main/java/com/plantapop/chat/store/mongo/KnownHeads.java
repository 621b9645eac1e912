package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far logs are known to reach that had not ended there: numbers that were written or read with
 * majority, which nothing takes back, so they never become wrong, only old (a trim of what a paused
 * writer still believes to be the head aside: see {@code EventStore.trim}). Keeps the most recently
 * used. Any thread.
 */
final class KnownHeads {
  private static final int MAX_LOGS = 100_000;

  private final Map<Address, Long> heads = new Recent();

  /** 0 when nothing is known. */
  synchronized long get(Address address) {
    return heads.getOrDefault(address, 0L);
  }

  /** {@code seq} is durable, and no grave. */
  synchronized void seen(Address address, long seq) {
    if (seq > 0) {
      heads.merge(address, seq, Math::max);
    }
  }

  private static final class Recent extends LinkedHashMap<Address, Long> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(1024, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Address, Long> eldest) {
      return size() > MAX_LOGS;
    }
  }
}
