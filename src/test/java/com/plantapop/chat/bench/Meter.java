package com.plantapop.chat.bench;

import java.util.Locale;
import java.util.function.LongSupplier;

/** Relates the CPU time of a server to what it did. */
final class Meter {
  /** A slice of warm-up that is less than 3 % cheaper than the one before is no progress. */
  private static final double PROGRESS = 0.97;

  private static final int CALM_SLICES = 3;

  private final LongSupplier cpuMicros;
  private final LongSupplier count;

  /**
   * @param count operations done so far
   */
  Meter(LongSupplier cpuMicros, LongSupplier count) {
    this.cpuMicros = cpuMicros;
    this.count = count;
  }

  /**
   * What was done in a stretch of time.
   *
   * @param cpuMicros of the server
   * @param count operations
   */
  record Window(double seconds, double cpuMicros, long count) {
    double perSecond() {
      return count / seconds;
    }

    double microsPerOperation() {
      return cpuMicros / count;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.2f CPU us each, %,.0f/s", microsPerOperation(), perSecond());
    }
  }

  /**
   * Waits until the JIT compiler has settled: operations have not become cheaper for a while.
   *
   * @param maxSeconds the end of patience
   */
  void warmUp(int maxSeconds) {
    double before = Double.MAX_VALUE;
    int calm = 0;
    for (int second = 0; second < maxSeconds && calm < CALM_SLICES; second++) {
      double cost = measure(1).microsPerOperation();
      calm = cost < before * PROGRESS ? 0 : calm + 1;
      before = cost;
    }
  }

  Window measure(double seconds) {
    long startNanos = System.nanoTime();
    long startCount = count.getAsLong();
    long startCpu = cpuMicros.getAsLong();
    Client.pause((long) (seconds * 1000));
    long cpu = cpuMicros.getAsLong() - startCpu;
    long done = count.getAsLong() - startCount;
    if (done == 0) {
      throw new BenchmarkException("nothing moved for " + seconds + " s");
    }
    return new Window((System.nanoTime() - startNanos) / 1e9, cpu, done);
  }
}
