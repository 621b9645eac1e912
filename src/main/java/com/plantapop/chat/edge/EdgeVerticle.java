package com.plantapop.chat.edge;

import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.hub.Hub;
import com.plantapop.chat.ingest.Ingest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The HTTP server of one event loop; deployed once per loop, all on one port. */
public final class EdgeVerticle extends VerticleBase {
  /** Connections that the kernel keeps for us while a whole site reconnects. */
  private static final int ACCEPT_BACKLOG = 4096;

  /**
   * Connections that no longer say anything end without a word. Sockets have been told why before.
   */
  private static final int IDLE_GRACE_MS = 15_000;

  /** What all instances share. */
  public record Shared(
      ChatConfig config,
      Ingest ingest,
      Hub hub,
      String asyncApi,
      Supplier<Future<Void>> ready,
      AtomicInteger connections) {}

  /** With this id, all our servers share whatever free port the first of them gets. */
  private static final int FREE_PORT_ID = 1;

  private static final int MALFORMED = 400;
  private static final int FORBIDDEN = 403;
  private static final int TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;

  private final Shared shared;
  private Sockets sockets;
  private BridgeEndpoint bridge;
  private Origins origins;
  private Router router;
  private HttpServer server;
  private boolean draining;

  public EdgeVerticle(Shared shared) {
    this.shared = shared;
  }

  @Override
  public Future<?> start() {
    ContextInternal loop = (ContextInternal) context;
    sockets = new Sockets(loop);
    bridge =
        new BridgeEndpoint(
            vertx,
            loop,
            shared.config().edge(),
            shared.hub().loop(loop),
            new FrameHandlers.Services(shared.ingest(), shared.hub().history()),
            sockets);
    WebRoutes web = new WebRoutes(vertx, shared.asyncApi(), shared.ready());
    origins = new Origins(shared.config().http());
    router = Router.router(vertx);
    router.route(BridgeEndpoint.PATH + "/*").subRouter(bridge.routes());
    router.route("/*").subRouter(web.routes());
    // Else vertx-web logs a stack trace for what a stranger did wrong.
    router.errorHandler(MALFORMED, failed -> failed.response().setStatusCode(MALFORMED).end());
    router.errorHandler(TOO_LARGE, failed -> failed.response().setStatusCode(TOO_LARGE).end());
    server =
        vertx
            .createHttpServer(options())
            .connectionHandler(this::count)
            .requestHandler(this::serve);
    return server.listen(address());
  }

  private SocketAddress address() {
    String host = shared.config().http().host();
    int port = shared.config().http().port();
    return port == 0
        ? SocketAddress.sharedRandomPort(FREE_PORT_ID, host)
        : SocketAddress.inetSocketAddress(port, host);
  }

  private HttpServerOptions options() {
    int maxBytes = BridgeEndpoint.maxTransportBytes(shared.config().edge());
    return new HttpServerOptions()
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout((int) shared.config().edge().idleTimeoutMs() + IDLE_GRACE_MS)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxWebSocketFrameSize(maxBytes)
        .setMaxWebSocketMessageSize(maxBytes)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  private void count(HttpConnection connection) {
    connection.closeHandler(closed -> shared.connections().decrementAndGet());
    if (shared.connections().incrementAndGet() > shared.config().http().maxConnections()) {
      connection.close();
    }
  }

  private void serve(HttpServerRequest request) {
    boolean forBridge = request.path() != null && request.path().startsWith(BridgeEndpoint.PATH);
    if (forBridge && draining) {
      request.response().setStatusCode(UNAVAILABLE).end("draining");
    } else if (forBridge && !origins.isAllowed(request)) {
      request.response().setStatusCode(FORBIDDEN).end("origin not allowed");
    } else if (!forBridge || !bridge.takesUpgrade(request)) {
      router.handle(request);
    }
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
    draining = true;
    sockets.drain(shared.config().drain()).onComplete(drained);
  }
}
