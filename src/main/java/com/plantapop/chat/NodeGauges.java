package com.plantapop.chat;

import com.plantapop.chat.bus.Peers;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.edge.EdgeVerticle;
import com.plantapop.chat.hub.Hub;
import com.plantapop.chat.ingest.Backlog;
import com.plantapop.chat.ingest.Races;
import com.plantapop.chat.metrics.NodeMetrics;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the rooms know anyway, read when somebody looks at the metrics. */
final class NodeGauges {
  private static final long LAG_PERIOD_MS = 100;
  private static final String QUEUE = "queue";
  private static final String LIMIT_HELP = "The most that may wait";

  private final NodeMetrics metrics;

  NodeGauges(NodeMetrics metrics, Readiness readiness) {
    this.metrics = metrics;
    metrics.gauge("chat.draining", "1 while the node drains", () -> readiness.isDraining() ? 1 : 0);
    metrics.gauge("chat.build.info", "version", Main.Version.text(), "Always 1", () -> 1);
    metrics.gauge(
        "chat.direct.memory.bytes", "Netty's buffers", PlatformDependent::usedDirectMemory);
    metrics.gauge(
        "chat.direct.memory.limit.bytes",
        "The most that Netty takes",
        PlatformDependent::maxDirectMemory);
  }

  void ofIngest(Backlog backlog, Races races) {
    metrics.counter("chat.events.appended", "Events that this node stored", races::appended);
    metrics.counter("chat.races.lost", "Appends to do again for another node", races::lostRaces);
    metrics.gauge("chat.queue.events", "Submissions without an answer", backlog::events);
    metrics.gauge("chat.queue.limit.events", LIMIT_HELP, backlog::maxEvents);
    queue("ingest", backlog::bytes, backlog::maxBytes);
  }

  /** Once its loops have their hubs. */
  void ofHub(Hub hub, Peers peers) {
    queue("hub", hub::queuedBytes, hub::maxQueuedBytes);
    metrics.gauge("chat.peers", "Other nodes that are heard", peers::heard);
    metrics.gauge("chat.bus.unwritten.bytes", "On the way to other nodes", peers::unwrittenBytes);
  }

  private void queue(String name, Supplier<Number> bytes, Supplier<Number> limit) {
    metrics.gauge("chat.queue.bytes", QUEUE, name, "Payloads that wait", bytes);
    metrics.gauge("chat.queue.limit.bytes", QUEUE, name, LIMIT_HELP, limit);
  }

  void ofClients(EdgeVerticle.Shared clients, ChatConfig config) {
    metrics.gauge("chat.connections", "TCP connections", () -> clients.usage().connections());
    metrics.gauge("chat.connections.limit", "The most there may be", config.http()::maxConnections);
    String help = "Kept for clients, of what may wait and of what their being there costs";
    metrics.gauge("chat.clients.bytes", "of", "waiting", help, () -> clients.usage().bytes());
    metrics.gauge("chat.clients.bytes", "of", "admitted", help, () -> clients.usage().admitted());
    metrics.gauge(
        "chat.clients.limit.bytes", "The most that may wait", config.edge()::nodeBudgetBytes);
  }

  /** How late loops are with what is due on them. */
  void ofLoops(Vertx vertx, List<Context> loops) {
    loops.forEach(loop -> loop.runOnContext(turn -> lookLater(vertx)));
  }

  private void lookLater(Vertx vertx) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAG_PERIOD_MS);
    vertx.setTimer(LAG_PERIOD_MS, passed -> look(vertx, due));
  }

  private void look(Vertx vertx, long due) {
    metrics.loopLag(System.nanoTime() - due);
    lookLater(vertx);
  }
}
