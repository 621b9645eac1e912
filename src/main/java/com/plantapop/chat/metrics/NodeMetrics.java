package com.plantapop.chat.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** All that one node counts. Any thread. */
public final class NodeMetrics {
  /** The format of {@link #text}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /**
   * What Vert.x counts itself. Of HTTP and TCP it would count every read and write of a socket,
   * which is work for each delivery, and label requests with whatever method a stranger makes up.
   */
  private static final Set<MetricsDomain> OF_VERTX =
      EnumSet.of(MetricsDomain.EVENT_BUS, MetricsDomain.NAMED_POOLS);

  private final MeterRegistry registry;
  private final Optional<PrometheusMeterRegistry> prometheus;
  private final EdgeMetrics edge;
  private final IngestMetrics ingest;
  private final HubMetrics hub;
  private final BusMetrics bus;
  private final StoreMetrics store;
  private final AccessMetrics access;
  private final Timer loopLag;
  private final List<Supplier<Number>> counted = new CopyOnWriteArrayList<>();

  private NodeMetrics(MeterRegistry registry, Optional<PrometheusMeterRegistry> prometheus) {
    this.registry = registry;
    this.prometheus = prometheus;
    this.edge = new EdgeMetrics(registry);
    this.ingest = new IngestMetrics(registry);
    this.hub = new HubMetrics(registry);
    this.bus = new BusMetrics(registry);
    this.store = new StoreMetrics(registry);
    this.access = new AccessMetrics(registry);
    this.loopLag =
        Meters.histogram(
            registry, "chat.event.loop.lag", "How late event loops come to their work");
  }

  /** Counts for Prometheus to ask. */
  public static NodeMetrics on() {
    PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
    JvmMeters.bind(registry);
    return new NodeMetrics(registry, Optional.of(registry));
  }

  /** Counts nothing. */
  public static NodeMetrics off() {
    return new NodeMetrics(new CompositeMeterRegistry(), Optional.empty());
  }

  /** What Prometheus is answered; empty where nothing is counted. */
  public Optional<String> text() {
    return prometheus.map(registry -> registry.scrape(CONTENT_TYPE));
  }

  /** Builds the Vert.x of the node: what it counts itself stands beside ours. */
  public VertxBuilder vertx(VertxOptions options) {
    MicrometerMetricsOptions counting =
        new MicrometerMetricsOptions()
            .setEnabled(prometheus.isPresent())
            .setLabels(EnumSet.of(Label.EB_SIDE, Label.POOL_TYPE, Label.POOL_NAME));
    for (MetricsDomain domain : MetricsDomain.values()) {
      if (!OF_VERTX.contains(domain)) {
        counting.addDisabledMetricsCategory(domain);
      }
    }
    return Vertx.builder()
        .with(new VertxOptions(options).setMetricsOptions(counting))
        .withMetrics(new MicrometerMetricsFactory(registry));
  }

  /** A value that is asked for when Prometheus asks; any thread. */
  public void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).register(registry);
  }

  /** The same with one label. */
  public void gauge(String name, String label, String word, String help, Supplier<Number> value) {
    Gauge.builder(name, value).tags(Tags.of(label, word)).description(help).register(registry);
  }

  /** A value that only grows, and is asked for when Prometheus asks; any thread. */
  public void counter(String name, String help, Supplier<Number> value) {
    counted.add(value); // Micrometer does not keep it
    FunctionCounter.builder(name, value, asked -> asked.get().doubleValue())
        .description(help)
        .register(registry);
  }

  /** An event loop was so late. */
  public void loopLag(long nanos) {
    loopLag.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  public EdgeMetrics edge() {
    return edge;
  }

  public IngestMetrics ingest() {
    return ingest;
  }

  public HubMetrics hub() {
    return hub;
  }

  public BusMetrics bus() {
    return bus;
  }

  public StoreMetrics store() {
    return store;
  }

  public AccessMetrics access() {
    return access;
  }
}
