package com.plantapop.chat.ingest;

import java.util.concurrent.atomic.LongAdder;

/** Counts how the writers of a node fare against those of other nodes. Any thread. */
public final class Races {
  private final LongAdder appended = new LongAdder();
  private final LongAdder lost = new LongAdder();

  void appended(int events) {
    appended.add(events);
  }

  void lost() {
    lost.increment();
  }

  /** Events that this node has appended. */
  public long appended() {
    return appended.sum();
  }

  /** Appends in vain, because another node had taken the number. */
  public long lostRaces() {
    return lost.sum();
  }

  /** One line for the log; the benchmark reads it. */
  @Override
  public String toString() {
    return "appended=" + appended() + " lostRaces=" + lostRaces();
  }
}
