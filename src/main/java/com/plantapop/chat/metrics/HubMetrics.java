package com.plantapop.chat.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The way out. Any thread. */
public final class HubMetrics {
  private final LongAdder subscriptions = new LongAdder();
  private final LongAdder behind = new LongAdder();
  private final Counter delivered;
  private final Counter fellBehind;
  private final Counter gapsFound;
  private final Counter gapsFilled;
  private final Counter suspicions;
  private final Timer delivery;
  private final Timer replay;

  HubMetrics(MeterRegistry registry) {
    gauge(registry, "chat.subscriptions", "Subscriptions that stand", subscriptions);
    gauge(registry, "chat.readers.behind", "Subscriptions that are fed from the log", behind);
    delivered = Meters.counter(registry, "chat.events.delivered", "Events handed to sockets, each");
    fellBehind =
        Meters.counter(
            registry,
            "chat.readers.fell.behind",
            "Subscriptions whose socket took nothing more (edge.readerBudgetBytes)");
    gapsFound =
        Meters.counter(registry, "chat.gaps.found", "Looks into the log for what the bus lost");
    gapsFilled = Meters.counter(registry, "chat.gaps.filled", "Events that these looks found");
    suspicions =
        Meters.counter(
            registry,
            "chat.losses.suspected",
            "Times that all topics were asked for: holes, silence, peers that come and go");
    delivery =
        Meters.histogram(
            registry,
            "chat.delivery",
            "From the acceptance of an event, just before it is stored, to its sockets");
    replay =
        Meters.histogram(registry, "chat.replay", "From a subscription behind to one that is live");
  }

  private static void gauge(MeterRegistry registry, String name, String help, LongAdder value) {
    Gauge.builder(name, value, LongAdder::sum).description(help).register(registry);
  }

  public void subscribed() {
    subscriptions.increment();
  }

  public void unsubscribed() {
    subscriptions.decrement();
  }

  /** Events times sockets, once for all sockets of a loop. */
  public void delivered(long events) {
    delivered.increment((double) events);
  }

  /**
   * What is delivered live.
   *
   * @param acceptedAtMs of the oldest event, on the clock of whichever node accepted it
   */
  public void delivered(long events, long acceptedAtMs) {
    delivered(events);
    // Clocks differ by a little, and a time before now is no latency.
    long ms = Math.max(0, System.currentTimeMillis() - acceptedAtMs);
    delivery.record(ms, TimeUnit.MILLISECONDS);
  }

  /** A subscription is fed from the log, to be followed by {@link #live} or {@link #left}. */
  public void behind() {
    behind.increment();
  }

  /** Its socket takes no more, or the node has no room. */
  public void fellBehind() {
    fellBehind.increment();
  }

  public void live(long behindNanos) {
    behind.decrement();
    replay.record(behindNanos, TimeUnit.NANOSECONDS);
  }

  /** It ended while it was behind. */
  public void left() {
    behind.decrement();
  }

  /** All topics are looked at. */
  public void lossSuspected() {
    suspicions.increment();
  }

  public void gapFound() {
    gapsFound.increment();
  }

  public void gapFilled(int events) {
    gapsFilled.increment(events);
  }
}
