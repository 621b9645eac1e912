package com.plantapop.chat;

import com.plantapop.chat.cluster.ClusterNode;
import com.plantapop.chat.cluster.ClusteredVertx;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.edge.Faults;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.mongo.MongoEventStore;
import com.plantapop.chat.store.rocksdb.RocksEventStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses by the settings what a node stands on: alone or in a cluster, and which store. */
final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  private final ChatConfig config;
  private final Contract contract;
  private final int loops;
  private final NodeMetrics metrics;

  /**
   * @param loops event loops to use, at least 1
   */
  Launch(ChatConfig config, Contract contract, int loops) {
    this.config = config;
    this.contract = contract;
    this.loops = loops;
    this.metrics = config.management().metrics() ? NodeMetrics.on() : NodeMetrics.off();
  }

  /**
   * A node that has joined and has its store open, but does not serve yet. May block the caller. A
   * failure, thrown or in the future, is for the operator; what was opened before is left to the
   * end of the process.
   */
  Future<ChatNode> node() {
    VertxOptions options =
        new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true);
    return config.cluster().enabled()
        ? ClusteredVertx.start(config.cluster(), options, metrics::vertx).compose(this::clustered)
        : node(metrics.vertx(options).build(), Optional.empty());
  }

  private Future<ChatNode> clustered(ClusterNode cluster) {
    return node(cluster.vertx(), Optional.of(cluster));
  }

  private Future<ChatNode> node(Vertx vertx, Optional<ClusterNode> cluster) {
    LOG.info("transport: {}", vertx.isNativeTransportEnabled() ? "native" : "NIO");
    vertx.exceptionHandler(Launch::unhandled);
    return openStore(vertx)
        .map(store -> new ChatNode(vertx, config, contract, store, loops, cluster, metrics));
  }

  /**
   * Without memory a handler stops half-way, for instance between a reader's cursor and its frame.
   * What Java code throws, such as Netty for direct memory, {@link MemoryWatch} does not see.
   */
  private static void unhandled(Throwable thrown) {
    Faults.log(thrown);
    if (thrown instanceof OutOfMemoryError) {
      Runtime.getRuntime().halt(MemoryWatch.EXIT_OUT_OF_MEMORY);
    }
  }

  private Future<EventStore> openStore(Vertx vertx) {
    return config.store().isMongo()
        ? MongoEventStore.open(vertx, config.store().uri())
        : Future.succeededFuture(RocksEventStore.open(vertx, config.store().directory()));
  }
}
