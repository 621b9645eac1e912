package com.plantapop.chat.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** How the meters of all rooms are made. */
final class Meters {
  /** Of all histograms of times: a person notices a tenth of a second, and leaves after ten. */
  private static final Duration[] BOUNDS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private Meters() {}

  /**
   * @param label name and value, or nothing
   */
  static Counter counter(MeterRegistry registry, String name, String help, String... label) {
    return Counter.builder(name).description(help).tags(label).register(registry);
  }

  static Timer histogram(MeterRegistry registry, String name, String help, String... label) {
    return Timer.builder(name)
        .description(help)
        .tags(label)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }
}
