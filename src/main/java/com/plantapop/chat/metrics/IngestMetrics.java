package com.plantapop.chat.metrics;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The way in. Any thread. */
public final class IngestMetrics {
  private final Timer acknowledged;
  private final Counter duplicates;
  private final DistributionSummary batches;

  IngestMetrics(MeterRegistry registry) {
    acknowledged =
        Meters.histogram(
            registry,
            "chat.acknowledgement",
            "From the arrival of an event to its acknowledgement");
    duplicates =
        Meters.counter(registry, "chat.events.repeated", "Acknowledgements of what was there");
    batches =
        DistributionSummary.builder("chat.append.batch.events")
            .description("Events that went to the store together")
            .serviceLevelObjectives(1, 2, 5, 10, 50, 100, 500, 1_000)
            .register(registry);
  }

  /**
   * Somebody is told that an event is stored.
   *
   * @param deadline says when the event came
   */
  public void acknowledged(Acknowledgement told, Deadline deadline) {
    acknowledged.record(System.nanoTime() - deadline.begun(), TimeUnit.NANOSECONDS);
    if (told.duplicate()) {
      duplicates.increment();
    }
  }

  /** One call of the store, for what was ready in one turn of a loop. */
  public void batch(int events) {
    batches.record(events);
  }
}
