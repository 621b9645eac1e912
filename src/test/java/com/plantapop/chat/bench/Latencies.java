package com.plantapop.chat.bench;

import java.util.Arrays;

/** Every latency of a measurement, in nanoseconds: no buckets, so no rounding. */
final class Latencies {
  private long[] nanos = new long[1 << 16];
  private int size;

  void add(long value) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = value;
  }

  void clear() {
    size = 0;
  }

  /**
   * Milliseconds that this share of all did not exceed.
   *
   * @param percentile above 0, at most 100
   */
  double millis(double percentile) {
    if (size == 0) {
      throw new BenchmarkException("nothing was answered");
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(size * percentile / 100) - 1] / 1e6;
  }
}
