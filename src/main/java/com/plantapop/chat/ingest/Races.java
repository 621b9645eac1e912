package com.plantapop.chat.ingest;

import java.util.concurrent.atomic.LongAdder;

/** Counts how the writers of a node fare against those of other nodes. Any thread. */
public final class Races {
  private final LongAdder appended = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder handOvers = new LongAdder();
  private final LongAdder failedHandOvers = new LongAdder();
  private final LongAdder guests = new LongAdder();
  private final LongAdder refusedGuests = new LongAdder();

  void appended(int events) {
    appended.add(events);
  }

  void lost() {
    lost.increment();
  }

  void handedOver(boolean successfully) {
    (successfully ? handOvers : failedHandOvers).increment();
  }

  void tookIn(int events) {
    guests.add(events);
  }

  void refusedGuests() {
    refusedGuests.increment();
  }

  /** Events that this node has appended. */
  public long appended() {
    return appended.sum();
  }

  /** Appends in vain, because another node had taken the number. */
  public long lostRaces() {
    return lost.sum();
  }

  /** Batches that another node appended for us, at least in part. */
  public long handOvers() {
    return handOvers.sum();
  }

  /** Batches that came back: not answered in time, nobody there, refused. */
  public long failedHandOvers() {
    return failedHandOvers.sum();
  }

  /** Events that other nodes handed to us and we took in. */
  public long guests() {
    return guests.sum();
  }

  /** Requests to take events in that we refused. */
  public long refusals() {
    return refusedGuests.sum();
  }

  /** One line for the log; the benchmark reads it. */
  @Override
  public String toString() {
    return String.format(
        "appended=%d lostRaces=%d handOvers=%d failedHandOvers=%d guests=%d refusedGuests=%d",
        appended(), lostRaces(), handOvers(), failedHandOvers(), guests(), refusals());
  }
}
