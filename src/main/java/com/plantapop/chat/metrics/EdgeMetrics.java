package com.plantapop.chat.metrics;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sockets, and what is refused at the doors. Any thread. */
public final class EdgeMetrics {
  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final Map<Integer, Counter> closed = new ConcurrentHashMap<>();
  private final Map<Integer, Counter> refused = new ConcurrentHashMap<>();
  private final Map<Limit, Counter> limits = new EnumMap<>(Limit.class);

  EdgeMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Refusal.Code code : Refusal.Code.values()) {
      refused(code.number());
    }
    for (Limit limit : Limit.values()) {
      limits.put(
          limit,
          Meters.counter(
              registry,
              "chat.limit.met",
              "Frames, requests and sockets refused or closed at a limit",
              "limit",
              limit.label()));
    }
  }

  /**
   * Sockets and sessions that are there.
   *
   * @param transport one of ours
   */
  public AtomicInteger open(String transport) {
    return open.computeIfAbsent(transport, this::newGauge);
  }

  private AtomicInteger newGauge(String transport) {
    AtomicInteger count = new AtomicInteger();
    Gauge.builder("chat.sockets", count, AtomicInteger::get)
        .tags("transport", transport)
        .description("Open sockets and sessions of the fallback transports")
        .register(registry);
    return count;
  }

  /** We close a socket with one of our codes. */
  public void closed(int code, Optional<Limit> limit) {
    closed.computeIfAbsent(code, this::newClosed).increment();
    limit.ifPresent(this::met);
  }

  private Counter newClosed(int code) {
    return Meters.counter(
        registry, "chat.sockets.closed", "Sockets that the node closed", "code", "" + code);
  }

  /** Counts what a client is about to be told, and returns it. */
  public Refusal refused(Refusal refusal) {
    refused(refusal.code().number(), refusal.limit());
    return refusal;
  }

  /**
   * Counts what a client is about to be told.
   *
   * @param code of the table, or a status that only HTTP has
   */
  public void refused(int code, Optional<Limit> limit) {
    refused(code).increment();
    limit.ifPresent(this::met);
  }

  private Counter refused(int code) {
    return refused.computeIfAbsent(
        code,
        number ->
            Meters.counter(
                registry, "chat.refusals", "Frames and requests refused", "code", "" + number));
  }

  /** Where nobody is there to be told. */
  public void met(Limit limit) {
    limits.get(limit).increment();
  }
}
