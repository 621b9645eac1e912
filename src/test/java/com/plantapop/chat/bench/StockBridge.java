package com.plantapop.chat.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;

/** What the Vert.x documentation shows: the event-bus bridge, nothing stored, nothing checked. */
final class StockBridge {
  /** The client pings less often than vertx-eventbus.js, so as not to be what is measured. */
  private static final long PING_TIMEOUT_MS = 120_000;

  private StockBridge() {}

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    PermittedOptions chats = new PermittedOptions().setAddressRegex("chat\\..*");
    SockJSBridgeOptions options =
        new SockJSBridgeOptions()
            .addInboundPermitted(chats)
            .addOutboundPermitted(chats)
            .setPingTimeout(PING_TIMEOUT_MS);
    Router router = Router.router(vertx);
    router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(options));
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .onSuccess(StockBridge::ready)
        .onFailure(cause -> System.exit(1));
  }

  private static void ready(HttpServer server) {
    System.out.println("ready http://127.0.0.1:" + server.actualPort());
  }
}
