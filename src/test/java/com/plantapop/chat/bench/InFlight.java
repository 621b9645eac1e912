package com.plantapop.chat.bench;

/** Counts for each message on its way how many readers have it. */
final class InFlight {
  private final int size;
  private final int readers;
  private final int[] arrivals;
  private int done;
  private long ids;

  /**
   * @param size messages that are on their way at the same time
   */
  InFlight(int size, int readers) {
    this.size = size;
    this.readers = readers;
    this.arrivals = new int[size];
  }

  int size() {
    return size;
  }

  long nextId() {
    return ids++;
  }

  /**
   * One more reader has a message.
   *
   * @param number counts from 0 in the order of publishing; of {@code size} consecutive ones each
   *     has a place of its own, since the next is published when an earlier one is done
   */
  void arrived(long number) {
    int place = (int) (number % size);
    if (++arrivals[place] == readers) {
      arrivals[place] = 0;
      done++;
    }
  }

  /** Messages that every reader has got since the last call. */
  int takeDone() {
    int taken = done;
    done = 0;
    return taken;
  }
}
