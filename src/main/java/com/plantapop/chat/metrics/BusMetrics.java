package com.plantapop.chat.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What nodes tell each other. Any thread. */
public final class BusMetrics {
  private final Counter sent;
  private final Counter received;
  private final Counter bytes;
  private final Counter numbersOnly;
  private final Counter holes;
  private final Counter leftOut;

  BusMetrics(MeterRegistry registry) {
    String frames = "chat.bus.frames";
    sent = Meters.counter(registry, frames, "Frames between nodes", "direction", "sent");
    received = Meters.counter(registry, frames, "Frames between nodes", "direction", "received");
    bytes = Meters.counter(registry, "chat.bus.sent.bytes", "Of frames, for all peers");
    numbersOnly =
        Meters.counter(
            registry, "chat.bus.numbers.only", "Frames without events: the peer takes no more");
    holes = Meters.counter(registry, "chat.bus.holes", "Frames of a peer that did not come");
    leftOut =
        Meters.counter(
            registry, "chat.bus.services.left.out", "Events that services do not take in time");
  }

  public void sent(int frameBytes) {
    sent.increment();
    bytes.increment(frameBytes);
  }

  public void sentNumbersOnly() {
    numbersOnly.increment();
  }

  public void received() {
    received.increment();
  }

  public void hole() {
    holes.increment();
  }

  public void leftOut() {
    leftOut.increment();
  }
}
