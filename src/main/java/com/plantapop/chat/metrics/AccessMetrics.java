package com.plantapop.chat.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/** Rights that end. Any thread. */
public final class AccessMetrics {
  private final Timer revocation;

  AccessMetrics(MeterRegistry registry) {
    revocation =
        Meters.histogram(
            registry,
            "chat.revocation.lag",
            "From a revocation, on any node, until it holds on this one");
  }

  /**
   * A revocation holds now.
   *
   * @param acceptedAt on the clock of the node that took it
   */
  public void revoked(Instant acceptedAt) {
    Duration lag = Duration.between(acceptedAt, Instant.now());
    revocation.record(lag.isNegative() ? Duration.ZERO : lag);
  }
}
