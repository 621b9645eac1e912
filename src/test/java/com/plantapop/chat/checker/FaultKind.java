package com.plantapop.chat.checker;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can go wrong. */
enum FaultKind {
  KILL("kill -9", Reach.FATE),
  PAUSE("SIGSTOP", Reach.FATE),
  DRAIN("SIGTERM", Reach.FATE),
  /** The sends that wait at that moment are the ones that a careless drain forgets. */
  DRAIN_BUSY("SIGTERM while sends wait for the store", Reach.FATE),
  STORE_CUT("store away from all", Reach.STORE),
  STORE_SILENT("store silent to all", Reach.STORE),
  STORE_PAUSED("SIGSTOP of the store", Reach.STORE),
  LINE_CUT("store away from one", Reach.STORE),
  LINE_SILENT("store silent to one", Reach.STORE),
  PEERS_CUT("cut off from the other nodes", Reach.PEERS),
  PEERS_SILENT("unheard by the other nodes", Reach.PEERS),
  ANSWER_LOST("kill -9 when the store has an event, which is sent again elsewhere", Reach.FATE),
  ANSWER_LATE("SIGSTOP when the store has an event, which is sent again elsewhere", Reach.FATE),
  INSERT_LATE("kill -9 before the store gets what was sent to it", Reach.FATE),
  APART("another cluster on the same database", Reach.FATE);

  /** Faults of one reach happen one after another. */
  enum Reach {
    FATE,
    STORE,
    PEERS
  }

  private final String title;
  private final Reach reach;

  FaultKind(String title, Reach reach) {
    this.title = title;
    this.reach = reach;
  }

  Reach reach() {
    return reach;
  }

  /** Whether the process ends. */
  boolean isRestart() {
    return switch (this) {
      case KILL, DRAIN, DRAIN_BUSY, ANSWER_LOST, INSERT_LATE, APART -> true;
      default -> false;
    };
  }

  /**
   * Whether it keeps an event from the store for long, or brings it to light: a cut closes the
   * connection that keeps it, and nodes that lose each other ask the store for all that they lack.
   */
  boolean concernsSecrets() {
    return this == INSERT_LATE || this == STORE_CUT || reach == Reach.PEERS;
  }

  /** What becomes of lines, where it is about them. */
  Wire.State line() {
    return switch (this) {
      case STORE_SILENT, LINE_SILENT, PEERS_SILENT -> Wire.State.SILENT;
      default -> Wire.State.CUT;
    };
  }

  /** Those that can be done here; says which others are left out. */
  static List<FaultKind> possible(StoreLines store, Journal journal) {
    Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
    if (!store.canBePaused()) {
      kinds.remove(STORE_PAUSED);
    }
    if (!store.canBeCut()) {
      journal.say("left out: store outages, since the named server has several addresses");
      kinds.removeIf(FaultKind::needsLine);
    }
    if (!PeerLines.canBeCut()) {
      journal.say("left out: cuts between nodes, since there is one loopback address only");
      kinds.removeIf(kind -> kind.reach() == Reach.PEERS);
    }
    return List.copyOf(kinds);
  }

  /** Whether it has to do with the line between a node and the store. */
  boolean needsLine() {
    return switch (this) {
      case DRAIN_BUSY, ANSWER_LOST, ANSWER_LATE, INSERT_LATE -> true;
      default -> reach == Reach.STORE;
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
