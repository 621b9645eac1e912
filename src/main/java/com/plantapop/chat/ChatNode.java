package com.plantapop.chat;

import com.plantapop.chat.access.Revocations;
import com.plantapop.chat.bus.Peers;
import com.plantapop.chat.bus.Publisher;
import com.plantapop.chat.bus.Services;
import com.plantapop.chat.cluster.ClusterNode;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.edge.Authenticator;
import com.plantapop.chat.edge.BusEndpoint;
import com.plantapop.chat.edge.EdgeVerticle;
import com.plantapop.chat.edge.RawPublishes;
import com.plantapop.chat.edge.TlsFiles;
import com.plantapop.chat.edge.rest.RestContract;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.hub.Hub;
import com.plantapop.chat.ingest.Backlog;
import com.plantapop.chat.ingest.Chats;
import com.plantapop.chat.ingest.Ingest;
import com.plantapop.chat.ingest.IngestShard;
import com.plantapop.chat.ingest.IngestVerticle;
import com.plantapop.chat.ingest.Races;
import com.plantapop.chat.management.ManagementServer;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.MeasuredStore;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: builds the parts in the order of the flow, and stops them in reverse. Read
 * this first to learn what a node consists of.
 */
public final class ChatNode {
  private static final Logger LOG = LoggerFactory.getLogger(ChatNode.class);

  private final Vertx vertx;
  private final ChatConfig config;
  private final Contract contract;
  private final EventStore store;
  private final int loops;
  private final Optional<ClusterNode> cluster;
  private final List<IngestVerticle> shards = Collections.synchronizedList(new ArrayList<>());
  private final List<EdgeVerticle> edges = Collections.synchronizedList(new ArrayList<>());
  private final Races races = new Races();
  private final Readiness readiness;
  private final Revocations revocations;
  private volatile Authenticator authenticator;
  private volatile Optional<TlsFiles> tls = Optional.empty();
  private volatile Ingest ingest;
  private volatile Hub hub;
  private volatile EdgeVerticle.Shared shared;
  private volatile Optional<BusEndpoint> services = Optional.empty();
  private final NodeMetrics metrics;
  private final NodeGauges gauges;
  private final ManagementServer management;

  /**
   * @param vertx closed by {@link #stop}
   * @param store open, closed by {@link #stop}
   * @param loops event loops to use, at least 1
   * @param cluster that {@code vertx} is in, if any
   * @param metrics of this node only
   */
  public ChatNode(
      Vertx vertx,
      ChatConfig config,
      Contract contract,
      EventStore store,
      int loops,
      Optional<ClusterNode> cluster,
      NodeMetrics metrics) {
    this.vertx = vertx;
    this.config = config;
    this.contract = contract;
    this.store = new MeasuredStore(store, metrics.store());
    this.loops = loops;
    this.cluster = cluster;
    this.metrics = metrics;
    this.readiness = new Readiness(vertx, this.store, cluster);
    this.gauges = new NodeGauges(metrics, readiness);
    this.revocations =
        new Revocations(this.store, config.auth().jwt().greatestAge(), metrics.access());
    this.management = new ManagementServer(vertx, config.management(), metrics, readiness::now);
  }

  /**
   * Starts everything; completes when clients are served. It begins on an event loop, whose thread
   * keeps the process alive: those of a store need not.
   */
  public Future<Void> start() {
    Promise<Void> started = Promise.promise();
    vertx.runOnContext(
        turn -> Future.succeededFuture().compose(begun -> open()).onComplete(started));
    return started.future();
  }

  private Future<Void> open() {
    return TlsFiles.open(vertx, config.http().tls())
        .onSuccess(opened -> tls = opened)
        .compose(opened -> Authenticator.open(vertx, config, revocations, metrics.edge()))
        .onSuccess(opened -> authenticator = opened)
        .compose(opened -> store.secret())
        .compose(this::start);
  }

  private Future<Void> start(String secret) {
    Services others = cluster.map(ClusterNode::services).orElse(Services.LOCAL);
    Peers peers = new Peers(vertx, secret, loops, metrics.bus());
    return deploy(() -> shard(peers, others), loops)
        .compose(deployed -> startHub(peers, others))
        // Not before: what is revoked in between would be in neither.
        .compose(listening -> revocations.open())
        .compose(started -> RestContract.read(vertx, contract.documents().get("openapi.yaml")))
        .compose(this::startEdge)
        // Not before: what is ready there is ready for clients.
        .compose(started -> management.start(config.http().port()));
  }

  private IngestVerticle shard(Peers peers, Services others) {
    int chats = Math.max(1, config.ingest().cachedChatsThatFit() / loops);
    int loop = shards.size();
    IngestVerticle shard =
        new IngestVerticle(
            store,
            config.ingest(),
            chats,
            context -> new Publisher(peers, others, vertx.eventBus(), context, loop),
            races,
            metrics.ingest());
    shards.add(shard);
    return shard;
  }

  private Future<Void> startHub(Peers peers, Services others) {
    Backlog backlog =
        new Backlog(config.ingest().maxQueuedEvents(), config.ingest().queuedBytesThatFit());
    List<IngestShard> started = shards.stream().map(IngestVerticle::shard).toList();
    ingest = new Ingest(vertx, contract, started, backlog, config.ingest(), metrics.ingest());
    List<Context> contexts = shards.stream().map(IngestVerticle::loop).toList();
    hub =
        new Hub(
            vertx,
            store,
            config.hub(),
            new Budget(config.edge().nodeBudgetBytes()),
            others,
            new RawPublishes(ingest, authenticator, metrics.edge(), config.edge().maxFrameBytes()),
            config.cluster().rawPublishTopics(),
            ingest::headSeen,
            contexts,
            started.stream().map(IngestShard::memberships).toList(),
            revocations,
            metrics.hub());
    gauges.ofIngest(backlog, races);
    gauges.ofHub(hub, peers);
    gauges.ofLoops(vertx, contexts);
    cluster.ifPresent(node -> node.onMembershipChange(hub::lossSuspected));
    return peers.start(hub, contexts).compose(listening -> hub.start());
  }

  private Future<Void> startEdge(OpenAPIContract rest) {
    shared =
        new EdgeVerticle.Shared(
            config,
            ingest,
            new Chats(ingest, contract, store, config.chats()),
            hub,
            authenticator,
            tls,
            contract.documents(),
            rest,
            readiness::now,
            metrics.edge());
    gauges.ofClients(shared, config);
    BusEndpoint endpoint = new BusEndpoint(shared);
    return deploy(this::edge, loops)
        .compose(served -> deploy(() -> endpoint, 1))
        .onSuccess(served -> services = Optional.of(endpoint));
  }

  private EdgeVerticle edge() {
    EdgeVerticle edge = new EdgeVerticle(shared);
    edges.add(edge);
    return edge;
  }

  private Future<Void> deploy(Supplier<? extends Deployable> verticle, int instances) {
    return vertx
        .deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
        .mapEmpty();
  }

  /** Where the node listens; valid once started. */
  public int port() {
    return edges.get(0).actualPort();
  }

  /** Where operators look; valid once started. */
  public int managementPort() {
    return management.port();
  }

  /**
   * Drains and stops: readiness goes off, services are sent to other nodes, sockets are closed
   * after their sends are answered, queues are flushed, and what is left at the end of {@code
   * drain.timeoutMs} is cut off.
   */
  public Future<Void> stop() {
    readiness.drain();
    if (hub != null) {
      hub.close();
    }
    List<Future<Void>> drains = new ArrayList<>();
    services.ifPresent(endpoint -> drains.add(endpoint.drain()));
    edges.forEach(edge -> drains.add(edge.drain()));
    return Future.join(drains)
        .timeout(config.drain().timeoutMs(), TimeUnit.MILLISECONDS)
        .transform(drained -> ingest == null ? Future.succeededFuture() : ingest.drained())
        .transform(drained -> store.close())
        .onComplete(closed -> LOG.info("races: {}", races))
        .eventually(vertx::close);
  }

  /** What clients take of it; valid once started, any thread. */
  public EdgeVerticle.Usage usage() {
    return shared.usage();
  }

  /** How this node's writers have fared against those of others. */
  public Races races() {
    return races;
  }
}
