package com.plantapop.chat.ingest;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a log's writer fares against those on other nodes. Tells when it is better to hand over to
 * the winner than to race on. Touched on one event loop only.
 */
final class Contest {
  /**
   * One lost race is how a writer learns that another node has written since; the second is chance.
   * After the third the pauses of {@link Backoff} begin to cost more than a request on the bus.
   */
  static final int RACES_BEFORE_HAND_OVER = 3;

  /**
   * So long is the winner believed to go on, and gets the next batches at once: racing for each
   * would cost everybody more than it brings. Then one race finds out.
   */
  private static final long BELIEF_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A second of everybody's time each time is too much for a node that the bus does not reach. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private int lostInRow;
  private long lastLostNanos;
  private Optional<String> winner = Optional.empty();
  private Optional<String> silent = Optional.empty();
  private long silentSinceNanos;

  /** A race was lost, as far as known to {@code to}. */
  void lost(Optional<String> to) {
    lostInRow++;
    lastLostNanos = System.nanoTime();
    winner = to;
  }

  /** An append of ours got through. */
  void won() {
    lostInRow = 0;
  }

  /** The winner did not do it: gone, or full. It is not asked again at once. */
  void disappointed() {
    lostInRow = 0;
  }

  /** The winner did not even answer: it is not asked again for a while. */
  void unanswered() {
    lostInRow = 0;
    silent = winner;
    silentSinceNanos = System.nanoTime();
  }

  private boolean isSilent(String node) {
    return silent.filter(node::equals).isPresent()
        && System.nanoTime() - silentSinceNanos < SILENCE_NANOS;
  }

  /** Who shall append the next batch instead of us. */
  Optional<String> handOverTo() {
    if (lostInRow < RACES_BEFORE_HAND_OVER) {
      return Optional.empty();
    }
    if (System.nanoTime() - lastLostNanos > BELIEF_NANOS) {
      lostInRow = RACES_BEFORE_HAND_OVER - 1;
      return Optional.empty();
    }
    return winner.filter(to -> !isSilent(to));
  }
}
