package com.plantapop.chat.checker;

/**
 * Events that get into the store while those who should tell of them cannot, each in a log that
 * nobody writes to afterwards. That readers have them in time is judged by {@link Progress}; here
 * it is only waited for, so that nothing else brings them to light.
 */
final class HiddenWrites {
  private static final int MAX_TRIES = 5;
  private static final long TRY_MS = 4_000;
  private static final long LOOK_MS = 100;

  /** Longest wait for the store: it is well, and has the request. */
  private static final long STORE_MS = 10_000;

  /** Somewhat longer than readers may be left behind before it is told. */
  private static final long SEEN_MS = 2_000 + 1_000L * Subscription.MAX_SECONDS_BEHIND;

  private final Cluster cluster;
  private final Crowd crowd;
  private final Journal journal;
  private final Counts counts;
  private final Clock clock;

  /** One at a time. */
  private volatile Trapped late;

  /** Waits, but not for a run that has failed. */
  interface Clock {
    void last(long millis) throws InterruptedException;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private interface Send {
    boolean send(StillWrite write, Node node) throws Exception;
  }

  private record Trapped(Trap trap, StillWrite write) {}

  HiddenWrites(Cluster cluster, Crowd crowd, Journal journal, Counts counts, Clock clock) {
    this.cluster = cluster;
    this.crowd = crowd;
    this.journal = journal;
    this.counts = counts;
    this.clock = clock;
  }

  /** Kills a node that has not heard yet that the store has its event. */
  void loseAnswer(Node node) throws Exception {
    Trapped trapped = trap(node, Trap.Kept.ANSWER, crowd::begin);
    StillWrite write = trapped.write();
    node.kill();
    trapped.trap().open();
    await(STORE_MS, () -> crowd.isStored(write));
    await(STORE_MS, () -> crowd.repeatElsewhere(write, node));
    await(STORE_MS, () -> write.op().isAcknowledged());
    if (write.op().isAcknowledgedAsNew()) {
      journal.violation(write.op() + ": was stored, and a repeat is not told that it is one");
    }
    awaitSeen(write);
  }

  /** Lets a node hear later than everybody else that the store has its event. */
  void delayAnswer(Node node, long millis) throws Exception {
    Trapped trapped = trap(node, Trap.Kept.ANSWER, crowd::begin);
    StillWrite write = trapped.write();
    node.pause();
    await(STORE_MS, () -> crowd.repeatElsewhere(write, node));
    awaitSeen(write);
    clock.last(millis);
    trapped.trap().open();
    node.resume();
    awaitSeen(write);
  }

  /** Kills a node whose request the store has not got; nobody else has it. */
  void killBeforeInsert(Node node) throws Exception {
    late = trap(node, Trap.Kept.REQUEST, crowd::once);
    node.kill();
  }

  /** The store gets it now. */
  void insertLate() throws Exception {
    Trapped trapped = late;
    trapped.trap().open();
    boolean stored = await(STORE_MS, () -> crowd.isStored(trapped.write()));
    counts.add(stored ? "late inserts: in the log" : "late inserts: given up by the store");
    if (stored) {
      awaitSeen(trapped.write());
    }
  }

  /**
   * Writes on both sides of a division, more than once: what brings to light the first ones, by
   * chance, need not do so for the last ones.
   */
  void writeOnBothSides(Node node) throws Exception {
    for (int i = 0; i < 2; i++) {
      StillWrite here = crowd.stillWrite();
      StillWrite there = crowd.stillWrite();
      await(STORE_MS, () -> crowd.begin(here, node));
      await(STORE_MS, () -> crowd.beginElsewhere(there, node));
      await(STORE_MS, () -> crowd.isStored(here) && crowd.isStored(there));
      awaitSeen(here);
      awaitSeen(there);
    }
  }

  private Trapped trap(Node node, Trap.Kept kept, Send send) throws Exception {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      StillWrite write = crowd.stillWrite();
      Trap trap = new Trap(write.op().key(), kept);
      cluster.store().set(node.index(), trap);
      boolean sent = await(STORE_MS, () -> send.send(write, node));
      if (sent && trap.awaitCaught(TRY_MS)) {
        return new Trapped(trap, write);
      }
      trap.open();
      counts.add("traps: sprung in vain");
    }
    throw new IllegalStateException(node + " does not send to the store what it is sent");
  }

  private void awaitSeen(StillWrite write) throws Exception {
    long begin = System.nanoTime();
    boolean seen = await(SEEN_MS, () -> crowd.isSeen(write));
    double seconds = (System.nanoTime() - begin) / 1e9;
    journal.say(
        "%s: %s after another %.1f s"
            .formatted(write.op(), seen ? "seen by all readers" : "not seen by all", seconds));
  }

  private boolean await(long millis, Condition condition) throws Exception {
    boolean holds = condition.holds();
    for (long waited = 0; !holds && waited < millis; waited += LOOK_MS) {
      clock.last(LOOK_MS);
      holds = condition.holds();
    }
    return holds;
  }
}
