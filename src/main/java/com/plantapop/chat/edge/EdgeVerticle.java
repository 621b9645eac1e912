package com.plantapop.chat.edge;

import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.edge.rest.RestRoutes;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.hub.Hub;
import com.plantapop.chat.ingest.Chats;
import com.plantapop.chat.ingest.Ingest;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The HTTP server of one event loop; deployed once per loop, all on one port. */
public final class EdgeVerticle extends VerticleBase {
  /** Connections that the kernel keeps for us while a whole site reconnects. */
  private static final int ACCEPT_BACKLOG = 4096;

  /** With this id, all our servers share whatever free port the first of them gets. */
  private static final int FREE_PORT_ID = 1;

  private static final long CHECK_MS = 1000;

  /** What all doors share. */
  public static final class Shared {
    private final ChatConfig config;
    private final Ingest ingest;
    private final Chats chats;
    private final Hub hub;
    private final Authenticator authenticator;
    private final Optional<TlsFiles> tls;
    private final Map<String, String> documents;
    private final OpenAPIContract rest;
    private final Supplier<Future<Void>> ready;
    private final EdgeMetrics metrics;
    private final AtomicInteger connections = new AtomicInteger();
    private final Admission admission;
    private final Map<String, HttpSessions.Session> sessions = new ConcurrentHashMap<>();

    /**
     * @param tls what HTTPS is served with, if it is
     * @param documents of the contract, by the names under which they are served
     * @param rest what the REST door serves
     * @param ready succeeds when the node can serve
     */
    public Shared(
        ChatConfig config,
        Ingest ingest,
        Chats chats,
        Hub hub,
        Authenticator authenticator,
        Optional<TlsFiles> tls,
        Map<String, String> documents,
        OpenAPIContract rest,
        Supplier<Future<Void>> ready,
        EdgeMetrics metrics) {
      this.config = config;
      this.metrics = metrics;
      this.admission = new Admission(config.http(), metrics);
      this.ingest = ingest;
      this.chats = chats;
      this.hub = hub;
      this.authenticator = authenticator;
      this.tls = tls;
      this.documents = documents;
      this.rest = rest;
      this.ready = ready;
    }

    ChatConfig config() {
      return config;
    }

    Ingest ingest() {
      return ingest;
    }

    Hub hub() {
      return hub;
    }

    Authenticator authenticator() {
      return authenticator;
    }

    EdgeMetrics metrics() {
      return metrics;
    }

    /** What clients take now; any thread. */
    public Usage usage() {
      Budget budget = hub.budget();
      return new Usage(connections.get(), sessions.size(), budget.used(), budget.admitted());
    }
  }

  /**
   * What clients take of a node; nothing of it is left when they have gone.
   *
   * @param connections TCP connections, WebSockets included
   * @param sessions of the fallback transports
   * @param bytes kept for all of them
   * @param admitted bytes that they cost by being there, and their subscriptions
   */
  public record Usage(int connections, int sessions, long bytes, long admitted) {}

  private final Shared shared;
  private Sockets sockets;
  private Connections connections;
  private BridgeEndpoint bridge;
  private HttpServer server;

  public EdgeVerticle(Shared shared) {
    this.shared = shared;
  }

  @Override
  public Future<?> start() {
    ContextInternal loop = (ContextInternal) context;
    ChatConfig config = shared.config;
    sockets = new Sockets(context, shared.hub.budget());
    connections =
        new Connections(
            shared.connections, shared.admission, config, shared.hub.budget(), shared.metrics);
    History history = shared.hub.history();
    bridge =
        new BridgeEndpoint(
            loop,
            config,
            shared.hub.loop(loop),
            new FrameHandlers.Services(shared.ingest, history, shared.metrics),
            shared.authenticator,
            shared.admission,
            sockets,
            connections,
            shared.sessions);
    RestRoutes rest =
        new RestRoutes(
            vertx,
            shared.rest,
            shared.authenticator,
            shared.ingest,
            shared.chats,
            history,
            shared.hub.budget(),
            shared.metrics,
            config.edge().maxFrameBytes());
    WebRoutes web =
        new WebRoutes(rest.router(), config.http().page(), shared.documents, shared.ready);
    Dispatch dispatch = new Dispatch(config.http(), connections, bridge, web.routes());
    vertx.setPeriodic(CHECK_MS, tick -> check());
    shared.authenticator.onRevocation(() -> context.runOnContext(turn -> check()));
    server =
        vertx
            .createHttpServer(
                new HttpServerConfig(options()), shared.tls.map(TlsFiles::options).orElse(null))
            .connectionHandler(connections::opened)
            .requestHandler(dispatch::serve);
    return server
        .listen(address())
        .onSuccess(listening -> shared.tls.ifPresent(files -> files.follow(server)));
  }

  private void check() {
    long now = System.nanoTime();
    sockets.check(now);
    connections.check(now);
  }

  private SocketAddress address() {
    String host = shared.config.http().host();
    int port = shared.config.http().port();
    return port == 0
        ? SocketAddress.sharedRandomPort(FREE_PORT_ID, host)
        : SocketAddress.inetSocketAddress(port, host);
  }

  /** Idleness is ours to judge: {@link Connections} and the links know what a connection is for. */
  private HttpServerOptions options() {
    int maxBytes = BridgeEndpoint.maxTransportBytes(shared.config.edge());
    return new HttpServerOptions()
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout(0)
        .setMaxWebSocketFrameSize(maxBytes)
        .setMaxWebSocketMessageSize(maxBytes)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  /** Where the server listens; valid once the verticle is deployed. */
  public int actualPort() {
    return server.actualPort();
  }

  /**
   * Takes no new sockets and closes those that are open, in batches, each after its sends have
   * their answers. Completes when all are gone. May be called from any thread.
   */
  public Future<Void> drain() {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(turn -> drain(drained));
    return drained.future();
  }

  private void drain(Promise<Void> drained) {
    bridge.drain();
    sockets.drain(shared.config.drain()).onComplete(drained);
  }
}
