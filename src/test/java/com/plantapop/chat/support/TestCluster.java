package com.plantapop.chat.support;

import com.hazelcast.config.Config;
import com.plantapop.chat.ChatNode;
import com.plantapop.chat.cluster.ClusterNode;
import com.plantapop.chat.cluster.ClusteredVertx;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.SchemaSource;
import com.plantapop.chat.ingest.Races;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.mongo.MongoEventStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Whole nodes, of one cluster or several, on one database; all in this JVM. */
public final class TestCluster {
  private static final int LOOPS = 2;
  private static final long PATIENCE_SECONDS = 60;

  private final TestMongo mongo = TestMongo.any();
  private final Vertx clients = Vertx.vertx();
  private final Map<String, List<String>> seeds = new HashMap<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Vertx> services = new ArrayList<>();
  private final EventStore outside = openStore(clients);

  /** One node. */
  public record Member(ClusterNode cluster, ChatNode node, EventStore store) {
    public Races races() {
      return node.races();
    }

    public Vertx vertx() {
      return cluster.vertx();
    }
  }

  private EventStore openStore(Vertx vertx) {
    return MongoEventStore.open(vertx, mongo.uri()).await();
  }

  public Member start(String cluster) throws Exception {
    return start(cluster, Map.of(), UnaryOperator.identity());
  }

  /**
   * Starts a node, which joins those of the same cluster.
   *
   * @param settings as environment variables
   * @param wrapping puts a disturbance between the node and its store
   */
  public Member start(
      String cluster, Map<String, String> settings, UnaryOperator<EventStore> wrapping)
      throws Exception {
    ChatConfig config = config(cluster, settings);
    NodeMetrics metrics = NodeMetrics.on();
    VertxOptions options =
        new VertxOptions().setEventLoopPoolSize(LOOPS).setPreferNativeTransport(true);
    ClusterNode joined = ClusteredVertx.start(config.cluster(), options, metrics::vertx).await();
    EventStore store = wrapping.apply(openStore(joined.vertx()));
    Contract contract = Contract.load(SchemaSource.packaged());
    ChatNode node =
        new ChatNode(joined.vertx(), config, contract, store, LOOPS, Optional.of(joined), metrics);
    node.start().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Member member = new Member(joined, node, store);
    members.add(member);
    return member;
  }

  private ChatConfig config(String cluster, Map<String, String> settings) throws IOException {
    List<String> others = seeds.computeIfAbsent(cluster, name -> new ArrayList<>());
    int port = freePort();
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("CHAT_HTTP_PORT", "0");
    environment.put("CHAT_STORE_URI", mongo.uri());
    environment.put("CHAT_CLUSTER_ENABLED", "true");
    environment.put("CHAT_CLUSTER_NAME", cluster);
    environment.put("CHAT_CLUSTER_PORT", Integer.toString(port));
    environment.put("CHAT_CLUSTER_MEMBERS", String.join(",", others));
    others.add("127.0.0.1:" + port);
    return ConfigLoader.load(Path.of("").toAbsolutePath(), Optional.empty(), environment);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * A member of the cluster that is no node of ours, and knows nothing of it.
   *
   * @param manager of Hazelcast, to look at what the cluster keeps
   */
  public record Service(Vertx vertx, HazelcastClusterManager manager) {}

  /** Joins a cluster whose nodes are there. */
  public Service startService(String cluster) throws Exception {
    Config config = new Config().setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.local.localAddress", "127.0.0.1");
    config.getNetworkConfig().setPort(freePort()).getJoin().getMulticastConfig().setEnabled(false);
    config
        .getNetworkConfig()
        .getJoin()
        .getTcpIpConfig()
        .setEnabled(true)
        .setMembers(seeds.get(cluster));
    HazelcastClusterManager manager = new HazelcastClusterManager(config);
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
            .withClusterManager(manager)
            .buildClustered()
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    services.add(vertx);
    return new Service(vertx, manager);
  }

  /** The same log as the nodes have, through a store that no node has. */
  public EventStore store() {
    return outside;
  }

  /** A Vert.x that is in no cluster. */
  public Vertx clients() {
    return clients;
  }

  public BridgeSocket connect(Member member) throws Exception {
    return BridgeSocket.sockJs(clients, member.node().port());
  }

  public void stop(Member member) {
    members.remove(member);
    member.node().stop().await();
  }

  /** Ends it without drain: what it has begun stays as it is. */
  public void abandon(Member member) {
    members.remove(member);
    member.vertx().close().await();
  }

  public void close() throws Exception {
    for (Vertx service : services) {
      service.close().await();
    }
    List.copyOf(members).forEach(this::stop);
    outside.close().await();
    clients.close().await();
    mongo.close();
  }
}
