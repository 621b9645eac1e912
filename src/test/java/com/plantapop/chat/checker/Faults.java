package com.plantapop.chat.checker;

import java.util.List;
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
  private final ReentrantLock secret = new ReentrantLock(true);
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
    this.schedule = Fault.schedule(options, FaultKind.possible(cluster.store(), journal));
  }

  /** Does all of them; returns when the last one is over. */
  void run() throws InterruptedException {
    long start = System.nanoTime();
    ExecutorService hands = Executors.newCachedThreadPool();
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

  /** Locks are taken in one order: secret, a node's fate, the right to hit one, store, peers. */
  private void inject(Fault fault) throws Exception {
    if (fault.kind().concernsSecrets()) {
      alone(secret, () -> injectByReach(fault));
    } else {
      injectByReach(fault);
    }
  }

  private void injectByReach(Fault fault) throws Exception {
    switch (fault.kind().reach()) {
      // Whoever waits for a node must not keep others from hitting another one meanwhile.
      case FATE ->
          alone(cluster.nodes().get(fault.node()).fate(), () -> inTurn(() -> injectNow(fault)));
      case STORE -> alone(store, () -> injectNow(fault));
      // What a node misses then is what others accept.
      case PEERS -> inTurn(() -> alone(peers, () -> injectNow(fault)));
    }
  }

  private void inTurn(Step step) throws Exception {
    fates.acquire();
    try {
      step.run();
    } finally {
      fates.release();
    }
  }

  private static void alone(ReentrantLock lock, Step step) throws Exception {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
  }

  private void injectNow(Fault fault) throws Exception {
    journal.say(fault.toString());
    doIt(fault, cluster.nodes().get(fault.node()));
    counts.add("faults: " + fault.kind());
    counts.add("faults");
    journal.say("fault " + fault.number() + " is over");
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
        delayInsert(fault, node);
        node.start();
        crowd.rebalance();
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
    alone(store, () -> alone(peers, step));
  }

  /** Meanwhile the store may suffer, as long as nobody closes the connection that keeps it. */
  private void delayInsert(Fault fault, Node node) throws Exception {
    undisturbed(() -> hidden.killBeforeInsert(node));
    last(fault.lengthMs());
    undisturbed(hidden::insertLate);
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
    alone(store, () -> drainWhileSilent(node));
  }

  private void drainWhileSilent(Node node) throws Exception {
    cluster.store().set(node.index(), Wire.State.SILENT);
    last(BUSY_MS);
    node.beginDrain();
    last(BUSY_MS / 4);
    cluster.store().set(node.index(), Wire.State.OPEN);
    endDrain(node);
  }

  private void disturbLine(Fault fault) throws InterruptedException {
    cluster.set(fault, fault.kind().line());
    last(fault.lengthMs());
    cluster.set(fault, Wire.State.OPEN);
  }
}
