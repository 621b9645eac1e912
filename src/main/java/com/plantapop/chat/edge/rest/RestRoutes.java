package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.Authenticator;
import com.plantapop.chat.edge.Posts;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.ingest.Chats;
import com.plantapop.chat.ingest.Ingest;
import com.plantapop.chat.ingest.RevocationLog;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The routes of the REST door, as its contract has them. The rules for parameters and bodies are
 * enforced by those who enforce them at every door, and not once more from the document: what
 * vertx-openapi makes of it knows no formats, takes the {@code +} of an address for a space, and
 * decodes bodies whose exact text is what counts.
 */
public final class RestRoutes {
  /** What serves an operation. */
  private interface Operation extends Function<RestRequest, Future<RestAnswer>> {}

  private static final Future<String> NO_BODY = Future.succeededFuture("");

  private final Vertx vertx;
  private final OpenAPIContract contract;
  private final Authenticator authenticator;
  private final Ingest ingest;
  private final Budget budget;
  private final EdgeMetrics metrics;
  private final Posts posts;
  private final Map<String, Operation> operations;

  /**
   * For use on one event loop.
   *
   * @param maxBodyBytes largest body that is taken
   */
  public RestRoutes(
      Vertx vertx,
      OpenAPIContract contract,
      Authenticator authenticator,
      Ingest ingest,
      Chats chats,
      History history,
      Budget budget,
      EdgeMetrics metrics,
      int maxBodyBytes) {
    this.vertx = vertx;
    this.contract = contract;
    this.authenticator = authenticator;
    this.ingest = ingest;
    this.budget = budget;
    this.metrics = metrics;
    this.posts = new Posts(budget, maxBodyBytes);
    ChatHandlers ofChats = new ChatHandlers(chats);
    LogHandlers ofLogs = new LogHandlers(chats, ingest, history);
    RevocationHandlers ofTokens = new RevocationHandlers(new RevocationLog(ingest));
    ListHandlers ofLists = new ListHandlers(chats, budget, maxBodyBytes);
    this.operations =
        Map.ofEntries(
            Map.entry("createChat", ofChats::create),
            Map.entry("getChat", ofChats::get),
            Map.entry("listChats", ofLists::list),
            Map.entry("getNotifications", ofLists::notifications),
            Map.entry("deleteChat", ofChats::delete),
            Map.entry("addMember", ofChats::addMember),
            Map.entry("removeMember", ofChats::removeMember),
            Map.entry("getMessages", request -> ofLogs.read(request, LogKind.MESSAGES)),
            Map.entry("sendMessage", request -> ofLogs.send(request, LogKind.MESSAGES)),
            Map.entry("getReceipts", request -> ofLogs.read(request, LogKind.RECEIPTS)),
            Map.entry("sendReceipt", request -> ofLogs.send(request, LogKind.RECEIPTS)),
            Map.entry("getMemberEvents", request -> ofLogs.read(request, LogKind.MEMBERS)),
            Map.entry("revokeTokens", ofTokens::revoke));
  }

  /** A router that serves all of {@code /chats}; throws when the contract has other operations. */
  public Router router() {
    RouterBuilder builder = RouterBuilder.create(vertx, contract);
    builder.getRoutes().forEach(this::bind);
    Router router = builder.createRouter();
    for (Path path : contract.getPaths()) {
      String methods =
          path.getOperations().stream()
              .map(operation -> operation.getHttpMethod().name())
              .sorted()
              .collect(Collectors.joining(", "));
      router
          .route(path.getName().replaceAll("\\{(\\w+)}", ":$1"))
          .handler(context -> refuseMethod(context, methods));
    }
    router.route("/chats/*").handler(this::notFound).failureHandler(this::failed);
    return router;
  }

  private void bind(OpenAPIRoute route) {
    String id = route.getOperation().getOperationId();
    Operation operation = operations.get(id);
    if (operation == null) {
      throw new IllegalStateException("openapi.yaml: nothing serves the operation " + id);
    }
    boolean takesBody = route.getOperation().getRequestBody() != null;
    route
        .setDoValidation(false)
        .setDoSecurity(false) // Every request is asked who makes it.
        .addHandler(context -> serve(context, operation, takesBody))
        .addFailureHandler(this::failed);
  }

  private void serve(RoutingContext context, Operation operation, boolean takesBody) {
    HttpServerRequest request = context.request();
    Deadline deadline = ingest.newDeadline();
    Exchange exchange = new Exchange(vertx, request, deadline, budget, metrics);
    request.pause(); // Nothing of the body comes before it is known whether it is wanted.
    Future<Caller> caller = authenticator.caller(request).map(known -> begin(exchange, known));
    Future<String> body = caller.compose(known -> takesBody ? exchange.body(posts) : NO_BODY);
    exchange.answerWith(
        body.map(text -> new RestRequest(context, caller.result(), text, deadline))
            .compose(operation));
    caller.onComplete(asked -> request.resume());
  }

  private Caller begin(Exchange exchange, Caller caller) {
    exchange.whenLeft(authenticator.begin(caller));
    return caller;
  }

  private void notFound(RoutingContext context) {
    refuse(context, new Problem(404, "there is nothing at this path"));
  }

  private void refuseMethod(RoutingContext context, String methods) {
    context.response().putHeader(HttpHeaders.ALLOW, methods);
    refuse(context, new Problem(405, "method: must be one of " + methods));
  }

  /** What the router itself refuses is the fault of whoever asks; what was thrown is ours. */
  private void failed(RoutingContext context) {
    boolean isOurs = context.statusCode() < 400 || context.statusCode() >= 500;
    refuse(context, isOurs ? context.failure() : new Problem(context.statusCode(), "malformed"));
  }

  private void refuse(RoutingContext context, Throwable cause) {
    Deadline deadline = ingest.newDeadline();
    new Exchange(vertx, context.request(), deadline, budget, metrics)
        .answerWith(Future.failedFuture(cause));
  }
}
