package com.plantapop.chat.checker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One fault of a schedule.
 *
 * @param number from 1
 * @param atMs when it is due, since the begin of the load
 * @param node whom it hits, or whom first
 * @param lengthMs how long it lasts; a node that is killed or drained is away so much longer than
 *     its start takes; how late the store gets an insert
 */
record Fault(int number, long atMs, FaultKind kind, int node, long lengthMs) {
  /** On top of the failure detector's time, which sees a silence up to two heartbeats late. */
  private static final int PAST_DETECTION_MS = 3_000;

  private static final int SHORT_MS = 2_500;

  /**
   * Nodes look at all topics when one has died, and once more ten seconds later. After that nobody
   * expects anything of the dead any more.
   */
  private static final int PAST_LAST_LOOK_MS = 10_500;

  /**
   * The faults of a seed, in order. Every kind comes once before any comes again; in the meantime
   * one node is paused and cut off but never restarted, since a restart heals what a hub has lost.
   *
   * @param kinds those that can be done here
   */
  static List<Fault> schedule(Options options, List<FaultKind> kinds) {
    Random random = Seeds.random(options.seed(), "faults", 0);
    List<Fault> faults = new ArrayList<>();
    List<FaultKind> deck = new ArrayList<>();
    int spared = 0;
    int restarts = 0;
    double gap = 1000.0 * options.seconds() / Math.max(1, options.faults());
    for (int i = 0; i < options.faults(); i++) {
      if (deck.isEmpty()) {
        deck.addAll(kinds);
        Collections.shuffle(deck, random);
        spared = random.nextInt(options.nodes());
      }
      FaultKind kind = deck.remove(deck.size() - 1);
      long at = (long) (gap * (i + random.nextDouble()));
      int other = (spared + 1 + restarts % (options.nodes() - 1)) % options.nodes();
      restarts += kind.isRestart() ? 1 : 0;
      int node = kind.isRestart() ? other : spared;
      faults.add(new Fault(i + 1, at, kind, node, length(kind, random)));
    }
    return faults;
  }

  private static long length(FaultKind kind, Random random) {
    return switch (kind) {
      case PAUSE, PEERS_CUT, PEERS_SILENT ->
          Cluster.FAILURE_TIMEOUT_MS + 1_000 + random.nextInt(PAST_DETECTION_MS);
      case KILL, DRAIN, DRAIN_BUSY -> random.nextInt(SHORT_MS);
      case INSERT_LATE -> PAST_LAST_LOOK_MS + random.nextInt(SHORT_MS);
      default -> 200 + random.nextInt(SHORT_MS * 2);
    };
  }

  @Override
  public String toString() {
    return "fault %d: %s, node %d, %d ms".formatted(number, kind, node, lengthMs);
  }
}
