package com.plantapop.chat.edge;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** What is not the bridge: the page, the contract, health. */
final class WebRoutes {
  /** Which other pages may load from us as well as ours, and SockJS's frame does. */
  private static final String LIBRARIES = "/lib";

  /** Where the contract is shown. */
  private static final String DOCS = "/docs/";

  private final Router router;
  private final boolean page;
  private final Map<String, String> documents;
  private final Supplier<Future<Void>> ready;

  /**
   * @param router that serves REST
   * @param page whether it is served
   * @param documents of the contract, by the names under which they are served
   * @param ready succeeds when the node can serve
   */
  WebRoutes(
      Router router, boolean page, Map<String, String> documents, Supplier<Future<Void>> ready) {
    this.router = router;
    this.page = page;
    this.documents = documents;
    this.ready = ready;
  }

  /** The router that was given, with these routes behind its own. */
  Router routes() {
    readable(router, "/health/live").handler(context -> context.json("live"));
    readable(router, "/health/ready").handler(this::ready);
    documents.forEach(
        (name, text) -> readable(router, "/" + name).handler(context -> send(context, name, text)));
    if (page) {
      readable(router, "/docs").handler(WebRoutes::intoItsFolder);
    }
    String folder = page ? "" : LIBRARIES;
    readable(router, folder + "/*")
        .handler(WebRoutes::beginPage)
        .handler(StaticHandler.create("web" + folder).setEnableRangeSupport(false));
    router.route().failureHandler(WebRoutes::failed);
    return router;
  }

  /** vertx-web would log a stack trace for whatever a stranger did wrong. */
  private static void failed(RoutingContext context) {
    int status = context.statusCode();
    boolean isGone =
        context.failure() instanceof IOException
            || context.failure() instanceof VertxException
            // A file that was being sent fails in ways of its own.
            || context.response().closed();
    if ((status < 400 || status >= 500) && !isGone) {
      Faults.log(context.failure());
    }
    Answers.end(context.request(), status < 400 ? 500 : status, "");
  }

  private static Route readable(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void ready(RoutingContext context) {
    ready
        .get()
        .onSuccess(yes -> context.json("ready"))
        .onFailure(no -> context.response().setStatusCode(503).end("not ready"));
  }

  private static void send(RoutingContext context, String name, String text) {
    String type = name.endsWith(".yaml") ? "application/yaml" : "application/schema+json";
    Answers.cors(context.request());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, type + "; charset=utf-8").end(text);
  }

  /** What the page loads is named from its folder, around which a proxy may have put others. */
  private static void intoItsFolder(RoutingContext context) {
    if (context.normalizedPath().equals(DOCS)) {
      context.next();
    } else {
      context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, "docs/").end();
    }
  }

  private static void beginPage(RoutingContext context) {
    // Pictures in the style sheet of Swagger UI; they can run nothing.
    boolean isDocs = context.normalizedPath().startsWith(DOCS);
    Answers.isPage(context.request(), isDocs ? "img-src 'self' data:; " : "");
    // The names of the files do not change with their content: ask whether it is new.
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    context.next();
  }
}
