package com.plantapop.chat.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each of many has at once, and may have. Knows only who has any. Any thread.
 *
 * @param <K> who
 */
public final class CountPerKey<K> {
  private final int most;
  private final Map<K, Integer> counts = new ConcurrentHashMap<>();

  /**
   * @param most of each; 0 for no bound
   */
  public CountPerKey(int most) {
    this.most = most;
  }

  /**
   * Counts one more, to be followed by one {@link #leave}; false when there are so many already.
   */
  public boolean tryEnter(K key) {
    if (most == 0 || counts.merge(key, 1, Integer::sum) <= most) {
      return true;
    }
    leave(key);
    return false;
  }

  public void leave(K key) {
    counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }

  /** How many have any. */
  int size() {
    return counts.size();
  }
}
