package com.plantapop.chat.management;

import com.plantapop.chat.config.ManagementConfig;
import com.plantapop.chat.metrics.NodeMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves operators: {@code /metrics}, {@code /health/live}, {@code /health/ready} and {@code
 * /loggers}. Ends with its Vert.x, so a node that drains can still be looked at.
 *
 * <p>No browser has business here: whatever a page sends is refused, and on loopback so is what
 * asks for another name, which a page could have made one of its own (DNS rebinding).
 */
public final class ManagementServer {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
  private static final int IDLE_SECONDS = 90;
  private static final int MAX_BODY_BYTES = 1_024;
  private static final List<String> LOOPBACK_NAMES =
      List.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final Vertx vertx;
  private final ManagementConfig config;
  private final NodeMetrics metrics;
  private final Supplier<Future<Void>> ready;
  private HttpServer server;

  /**
   * @param ready succeeds when the node can serve clients
   */
  public ManagementServer(
      Vertx vertx, ManagementConfig config, NodeMetrics metrics, Supplier<Future<Void>> ready) {
    this.vertx = vertx;
    this.config = config;
    this.metrics = metrics;
    this.ready = ready;
  }

  /**
   * Begins to listen; fails where that cannot be, saying which setting to look at.
   *
   * @param httpPort as set for clients
   */
  public Future<Void> start(int httpPort) {
    int port = config.portBeside(httpPort);
    return listen(port)
        .recover(
            taken -> config.isPortDerived() && port > 0 ? listen(0) : cannotListen(port, taken))
        .onSuccess(this::tell)
        .mapEmpty();
  }

  private Future<HttpServer> listen(int port) {
    HttpServerOptions options =
        new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(false);
    return vertx.createHttpServer(options).requestHandler(routes()).listen(port, config.host());
  }

  private Future<HttpServer> cannotListen(int port, Throwable cause) {
    String where = config.host() + ":" + port;
    return Future.failedFuture(
        new IllegalStateException(
            "management.port: cannot listen on " + where + ": " + cause.getMessage(), cause));
  }

  private void tell(HttpServer listening) {
    server = listening;
    String where = HostAndPort.create(config.host(), port()).toString();
    LOG.info("management: http://{}", where);
  }

  /** Where it listens; valid once started. */
  public int port() {
    return server.actualPort();
  }

  private Router routes() {
    Router router = Router.router(vertx);
    router.route().handler(this::keepBrowsersOut);
    router.get("/metrics").handler(this::metrics);
    router.get("/health/live").handler(context -> context.json("live"));
    router.get("/health/ready").handler(this::ready);
    Loggers loggers = new Loggers();
    router.get("/loggers").handler(loggers::list);
    router.get("/loggers/:name").handler(loggers::show);
    router
        .put("/loggers/:name")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(loggers::change);
    router.route().failureHandler(ManagementServer::failed);
    return router;
  }

  /** What was asked in a wrong way is nothing for the log. */
  private static void failed(RoutingContext context) {
    boolean isOurs = context.statusCode() < 400 || context.statusCode() >= 500;
    if (isOurs) {
      LOG.error("a bug", context.failure());
    }
    context.response().setStatusCode(isOurs ? 500 : context.statusCode()).end();
  }

  private void keepBrowsersOut(RoutingContext context) {
    if (context.request().getHeader(HttpHeaders.ORIGIN) != null) {
      context.response().setStatusCode(403).end("no pages");
    } else if (config.isLoopback() && !isLoopbackName(context.request().authority())) {
      context.response().setStatusCode(421).end("host not served");
    } else {
      context.next();
    }
  }

  private boolean isLoopbackName(HostAndPort asked) {
    return asked != null
        && (LOOPBACK_NAMES.contains(asked.host().toLowerCase(Locale.ROOT))
            || asked.host().equals(config.host()));
  }

  /** Not on an event loop: what the JVM tells of itself may take a moment. */
  private void metrics(RoutingContext context) {
    vertx
        .executeBlocking(metrics::text)
        .onSuccess(
            text ->
                text.ifPresentOrElse(
                    shown -> end(context, shown),
                    () -> context.response().setStatusCode(404).end("management.metrics is false")))
        .onFailure(context::fail);
  }

  private static void end(RoutingContext context, String text) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, NodeMetrics.CONTENT_TYPE).end(text);
  }

  private void ready(RoutingContext context) {
    ready
        .get()
        .onSuccess(yes -> context.json("ready"))
        .onFailure(no -> context.response().setStatusCode(503).end("not ready"));
  }
}
