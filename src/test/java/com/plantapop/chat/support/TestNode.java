package com.plantapop.chat.support;

import com.plantapop.chat.ChatNode;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.SchemaSource;
import com.plantapop.chat.edge.EdgeVerticle;
import com.plantapop.chat.edge.Faults;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.rocksdb.RocksEventStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A whole node in this JVM, on a real port and a real embedded store. */
public final class TestNode implements AutoCloseable {
  /** Event loops: more than one, so that hops between loops are part of every test. */
  private static final int LOOPS = 2;

  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx;
  private final ChatNode node;
  private Future<Void> stopped;

  private TestNode(ChatConfig config, UnaryOperator<EventStore> wrapping) {
    NodeMetrics metrics = config.management().metrics() ? NodeMetrics.on() : NodeMetrics.off();
    vertx = metrics.vertx(new VertxOptions().setPreferNativeTransport(true)).build();
    vertx.exceptionHandler(Faults::log); // as Launch has it
    Contract contract = Contract.load(SchemaSource.packaged());
    EventStore store = RocksEventStore.open(vertx, config.store().directory());
    node =
        new ChatNode(
            vertx, config, contract, wrapping.apply(store), LOOPS, Optional.empty(), metrics);
  }

  public static TestNode start(Path data) throws Exception {
    return start(data, Map.of(), UnaryOperator.identity());
  }

  /**
   * Starts a node of its own.
   *
   * @param settings as environment variables, for example {@code CHAT_EDGE_MAX_SUBSCRIPTIONS}
   * @param wrapping puts a disturbance between the node and its store
   */
  public static TestNode start(
      Path data, Map<String, String> settings, UnaryOperator<EventStore> wrapping)
      throws Exception {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("CHAT_HTTP_PORT", "0");
    environment.put("CHAT_STORE_URI", "rocksdb:" + data.resolve("store"));
    TestNode started =
        new TestNode(ConfigLoader.load(data, Optional.empty(), environment), wrapping);
    started.node.start().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return started;
  }

  public Vertx vertx() {
    return vertx;
  }

  public int port() {
    return node.port();
  }

  public int managementPort() {
    return node.managementPort();
  }

  /** What clients take of it now. */
  public EdgeVerticle.Usage usage() {
    return node.usage();
  }

  /** Begins to stop; {@link #close} waits for the end. */
  public void stopLater() {
    stopped = node.stop();
  }

  @Override
  public void close() {
    (stopped == null ? node.stop() : stopped).await();
  }
}
