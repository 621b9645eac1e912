package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.hub.LoopHub;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.regex.Pattern;

/**
 * {@code /eventbus}: SockJS, of whose transports we serve the WebSocket ones ourselves, because
 * there one encoded buffer can go to all sockets (design section 4); vertx-web serves the others.
 */
final class BridgeEndpoint {
  static final String PATH = "/eventbus";

  /** A server and a session, made up by the client: no slashes or dots (SockJS protocol). */
  private static final Pattern SOCKJS_WEBSOCKET =
      Pattern.compile(PATH + "/[^/.]+/[^/.]+/websocket");

  /**
   * A transport's frame may be so many times larger than a bridge frame: SockJS escapes it, and a
   * client that is a little over the bound deserves an answer instead of a closed socket.
   */
  private static final int TRANSPORT_FACTOR = 16;

  private final Vertx vertx;
  private final EdgeConfig config;
  private final LoopHub hub;
  private final FrameHandlers.Services services;
  private final Sockets sockets;
  private final Flusher flusher;

  BridgeEndpoint(
      Vertx vertx,
      ContextInternal context,
      EdgeConfig config,
      LoopHub hub,
      FrameHandlers.Services services,
      Sockets sockets) {
    this.vertx = vertx;
    this.config = config;
    this.hub = hub;
    this.services = services;
    this.sockets = sockets;
    this.flusher = new Flusher(context.nettyEventLoop());
  }

  /** The most bytes that a transport takes as one piece. */
  static int maxTransportBytes(EdgeConfig config) {
    return config.maxFrameBytes() * TRANSPORT_FACTOR;
  }

  /** The other transports, below {@link #PATH}. */
  Router routes() {
    Router router = Router.router(vertx);
    router
        .routeWithRegex(".*/(?:xhr|xhr_streaming|jsonp|eventsource|htmlfile)")
        .handler(BridgeEndpoint::sayThatItCloses);
    router
        .post()
        .handler(BodyHandler.create(false).setBodyLimit(maxTransportBytes(config)))
        .handler(SockJsPosts::check);
    SockJSHandlerOptions options =
        new SockJSHandlerOptions()
            .setHeartbeatInterval(config.heartbeatMs())
            .setInsertJSESSIONID(false)
            .setLibraryURL("/lib/sockjs.min.js");
    router.route("/*").subRouter(SockJSHandler.create(vertx, options).socketHandler(this::open));
    return router;
  }

  /**
   * vertx-web closes the connection behind each of these answers without having said so. A client
   * that keeps connections (Node does) would lose the next request that it sends over it.
   */
  private static void sayThatItCloses(RoutingContext request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    request.next();
  }

  /**
   * Takes a request over when it wants one of the WebSocket transports. It must be the server's own
   * request: those of vertx-web wrap the socket, and we need what is inside.
   */
  boolean takesUpgrade(HttpServerRequest request) {
    if (!request.canUpgradeToWebSocket()) {
      return false;
    }
    if (request.path().equals(PATH + "/websocket")) {
      upgrade(request, WebSocketFormat.RAW);
      return true;
    }
    boolean sockJs = SOCKJS_WEBSOCKET.matcher(request.path()).matches();
    if (sockJs) {
      upgrade(request, WebSocketFormat.SOCKJS);
    }
    return sockJs;
  }

  private void upgrade(HttpServerRequest request, WebSocketFormat format) {
    request
        .toWebSocket()
        .onSuccess(socket -> open(socket, format))
        .onFailure(cause -> request.response().reset());
  }

  private void open(ServerWebSocket socket, WebSocketFormat format) {
    WebSocketLink link = new WebSocketLink(socket, format, flusher, config);
    BridgeSession session = begin(link);
    link.onDrained(session::drained);
    listen(socket, format, session, link::heard);
    link.open();
  }

  private void open(SockJSSocket socket) {
    SessionSlot slot = new SessionSlot();
    SockJsLink link = new SockJsLink(socket, config, slot::drained);
    BridgeSession session = begin(link);
    slot.session = session;
    socket.exceptionHandler(cause -> link.close(CloseCode.PROTOCOL, "broken transport"));
    socket.handler(
        message -> {
          link.heard();
          session.receive(message.toString());
        });
    socket.closeHandler(closed -> end(session));
  }

  /** Ties the knot between a link, which reports that it drained, and its session. */
  private static final class SessionSlot {
    private BridgeSession session;

    void drained() {
      session.drained();
    }
  }

  private BridgeSession begin(Link link) {
    BridgeSession session = new BridgeSession(config, link, hub.open(link), services);
    sockets.add(session);
    return session;
  }

  private void end(BridgeSession session) {
    session.ended();
    sockets.remove(session);
  }

  private void listen(
      ServerWebSocket socket, WebSocketFormat format, BridgeSession session, Runnable heard) {
    Messages messages =
        new Messages(
            maxTransportBytes(config),
            bytes -> receive(bytes, format, session),
            () -> session.end(CloseCode.TOO_BIG, "message too big"));
    TransportErrors.tell(socket, session);
    socket.frameHandler(
        frame -> {
          heard.run();
          messages.frame(frame);
        });
    socket.pongHandler(pong -> heard.run());
    // The socket closes after it; there is nothing else to do.
    socket.exceptionHandler(cause -> {});
    socket.closeHandler(closed -> end(session));
  }

  private static void receive(byte[] bytes, WebSocketFormat format, BridgeSession session) {
    var text = Utf8.decode(bytes);
    if (text.isEmpty()) {
      session.receiveBroken("not UTF-8");
    } else if (format == WebSocketFormat.RAW) {
      session.receive(text.get());
    } else {
      SockJsMessages.read(text.get())
          .ifPresentOrElse(
              all -> all.forEach(session::receive),
              () -> session.receiveBroken("not a SockJS frame"));
    }
  }
}
