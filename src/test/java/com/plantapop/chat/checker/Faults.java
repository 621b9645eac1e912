package com.plantapop.chat.checker;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does what the schedule says. Faults of different reach overlap; at least one node is always left
 * alive, awake and connected.
 */
final class Faults {
  private static final int HANDS = 8;
  private static final int PATIENCE_SECONDS = 300;

  /** Above the bench's margin, well below the deadline of a send. */
  private static final long BUSY_MS = 4_000;

  /** Longest wait until clients are at home on a node, and how often to look. */
  private static final int MAX_LOOKS = 100;

  private static final long LOOK_MS = 100;

  private final Cluster cluster;
  private final Journal journal;
  private final Counts counts;
  private final List<Fault> schedule;
  private final Crowd crowd;
  private final HiddenWrites hidden;
  private final Semaphore fates;
  private final ReentrantLock store = new ReentrantLock(true);
  private final ReentrantLock peers = new ReentrantLock(true);
  private final CountDownLatch aborted = new CountDownLatch(1);

  Faults(Options options, Cluster cluster, Journal journal, Counts counts, Crowd crowd) {
    this.crowd = crowd;
    this.cluster = cluster;
    this.journal = journal;
    this.counts = counts;
    this.fates = new Semaphore(options.nodes() - 1, true);
    this.hidden = new HiddenWrites(cluster, crowd, journal, counts, this::last);
    this.schedule = Fault.schedule(options, possible());
  }

  private List<FaultKind> possible() {
    Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
    if (!cluster.store().canBePaused()) {
      kinds.remove(FaultKind.STORE_PAUSED);
    }
    if (!cluster.store().canBeCut()) {
      journal.say("left out: store outages, since the named server has several addresses");
      kinds.removeIf(FaultKind::needsLine);
    }
    if (!PeerLines.canBeCut()) {
      journal.say("left out: cuts between nodes, since there is one loopback address only");
      kinds.removeIf(kind -> kind.reach() == FaultKind.Reach.PEERS);
    }
    return new ArrayList<>(kinds);
  }

  /** Does all of them; returns when the last one is over. */
  void run() throws InterruptedException {
    long start = System.nanoTime();
    ExecutorService hands = Executors.newFixedThreadPool(HANDS);
    for (Fault fault : schedule) {
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      last(fault.atMs() - passed);
      hands.execute(() -> attempt(fault));
    }
    hands.shutdown();
    if (!hands.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      journal.violation("the faults do not come to an end");
      hands.shutdownNow();
    }
  }

  /** Waits, but not for a run that has failed. */
  private void last(long millis) throws InterruptedException {
    boolean over = aborted.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
    if (over) {
      throw new InterruptedException("aborted");
    }
  }

  private void attempt(Fault fault) {
    try {
      inject(fault);
    } catch (Exception e) {
      if (aborted.getCount() > 0) {
        journal.violation(fault + " could not be done: " + e);
        aborted.countDown();
      }
    }
  }

  private void inject(Fault fault) throws Exception {
    switch (fault.kind().reach()) {
      case FATE -> injectFate(fault, cluster.nodes().get(fault.node()).fate());
      case STORE -> injectAlone(fault, store);
      // What a node misses then is what others accept.
      case PEERS -> injectFate(fault, peers);
    }
  }

  private void injectFate(Fault fault, ReentrantLock lock) throws Exception {
    fates.acquire();
    try {
      injectAlone(fault, lock);
    } finally {
      fates.release();
    }
  }

  private void injectAlone(Fault fault, ReentrantLock lock) throws Exception {
    lock.lock();
    try {
      journal.say(fault.toString());
      doIt(fault, cluster.nodes().get(fault.node()));
      counts.add("faults: " + fault.kind());
      counts.add("faults");
      journal.say("fault " + fault.number() + " is over");
    } finally {
      lock.unlock();
    }
  }

  private void doIt(Fault fault, Node node) throws Exception {
    boolean store = fault.kind().reach() == FaultKind.Reach.STORE;
    boolean busy = store || fault.kind() == FaultKind.DRAIN_BUSY;
    cluster.store().disturbed(busy ? 1 : 0);
    try {
      doNow(fault, node);
    } finally {
      cluster.store().disturbed(busy ? -1 : 0);
    }
  }

  private void doNow(Fault fault, Node node) throws Exception {
    switch (fault.kind()) {
      case KILL -> {
        node.kill();
        restart(fault, node);
      }
      case DRAIN -> {
        node.beginDrain();
        endDrain(node);
        restart(fault, node);
      }
      case DRAIN_BUSY -> {
        drainBusy(node);
        restart(fault, node);
      }
      case PAUSE -> {
        node.pause();
        last(fault.lengthMs());
        node.resume();
      }
      case ANSWER_LOST -> {
        undisturbed(() -> hidden.loseAnswer(node));
        restart(fault, node);
      }
      case ANSWER_LATE -> undisturbed(() -> hidden.delayAnswer(node, fault.lengthMs()));
      case INSERT_LATE -> {
        undisturbed(() -> hidden.delayInsert(node, fault.lengthMs()));
        restart(fault, node);
      }
      case APART -> {
        setApart(fault, node);
        restart(fault, node);
      }
      case STORE_PAUSED -> {
        cluster.store().pause();
        last(fault.lengthMs());
        cluster.store().resume();
      }
      default -> disturbLine(fault);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  /** What the store or the bus suffers meanwhile would hide what is to be seen, or heal it. */
  private void undisturbed(Step step) throws Exception {
    store.lock();
    peers.lock();
    try {
      step.run();
    } finally {
      peers.unlock();
      store.unlock();
    }
  }

  /** Has it leave the cluster for another one, and that one at the end. */
  private void setApart(Fault fault, Node node) throws Exception {
    node.beginDrain();
    endDrain(node);
    node.startApart();
    crowd.rebalance();
    undisturbed(() -> hidden.writeOnBothSides(node));
    last(fault.lengthMs());
    node.beginDrain();
    endDrain(node);
  }

  private void restart(Fault fault, Node node) throws Exception {
    last(fault.lengthMs());
    node.start();
    crowd.rebalance();
  }

  private void endDrain(Node node) throws InterruptedException {
    int code = node.endDrain();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - node.drainBegan());
    journal.say(node + " has drained, in " + millis + " ms");
    if (code != 0) {
      journal.violation(node + " was told to drain and ended with exit code " + code);
    }
  }

  /** Ends with the answers of sends that the store has kept waiting for some seconds. */
  private void drainBusy(Node node) throws Exception {
    for (int look = 0; look < MAX_LOOKS && !crowd.isAtHome(node); look++) {
      last(LOOK_MS);
    }
    store.lock();
    try {
      cluster.store().set(node.index(), Wire.State.SILENT);
      last(BUSY_MS);
      node.beginDrain();
      last(BUSY_MS / 4);
      cluster.store().set(node.index(), Wire.State.OPEN);
      endDrain(node);
    } finally {
      store.unlock();
    }
  }

  private void disturbLine(Fault fault) throws InterruptedException {
    set(fault, state(fault.kind()));
    last(fault.lengthMs());
    set(fault, Wire.State.OPEN);
  }

  private static Wire.State state(FaultKind kind) {
    return switch (kind) {
      case STORE_SILENT, LINE_SILENT, PEERS_SILENT -> Wire.State.SILENT;
      default -> Wire.State.CUT;
    };
  }

  private void set(Fault fault, Wire.State state) {
    switch (fault.kind()) {
      case STORE_CUT, STORE_SILENT -> cluster.store().setAll(state);
      case LINE_CUT, LINE_SILENT -> cluster.store().set(fault.node(), state);
      default -> cluster.peers().isolate(fault.node(), state);
    }
  }
}
