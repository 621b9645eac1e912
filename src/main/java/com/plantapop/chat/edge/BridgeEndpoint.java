package com.plantapop.chat.edge;

import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.config.HttpConfig;
import com.plantapop.chat.edge.Admission.Seat;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.hub.LoopHub;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /eventbus}: the transports of SockJS. All of them are ours: over a WebSocket one encoded
 * buffer goes to all sockets, and over the others what a client does not read or posts too fast is
 * bounded (design section 4).
 */
final class BridgeEndpoint {
  /** A server, a session and a transport, no slashes or dots in them (SockJS protocol). */
  private static final Pattern SESSION = Pattern.compile("/[^/.]+/([^/.]+)/([a-z_]+)");

  /** The only version whose frames we write: that of RFC 6455. */
  private static final String VERSION = "13";

  /**
   * A transport's frame may be so many times larger than a bridge frame: SockJS escapes it, and a
   * client that is a little over the bound deserves an answer instead of a closed socket.
   */
  private static final int TRANSPORT_FACTOR = 16;

  private final ContextInternal context;
  private final HttpConfig http;
  private final EdgeConfig config;
  private final LoopHub hub;
  private final FrameHandlers.Services services;
  private final Authenticator authenticator;
  private final Admission admission;
  private final Sockets sockets;
  private final Connections connections;
  private final HttpSessions sessions;
  private final Budget budget;
  private final Flusher flusher;
  private final EdgeMetrics metrics;
  private boolean draining;

  /**
   * @param sessions of all loops
   */
  BridgeEndpoint(
      ContextInternal context,
      ChatConfig config,
      LoopHub hub,
      FrameHandlers.Services services,
      Authenticator authenticator,
      Admission admission,
      Sockets sockets,
      Connections connections,
      Map<String, HttpSessions.Session> sessions) {
    this.context = context;
    this.http = config.http();
    this.config = config.edge();
    this.hub = hub;
    this.services = services;
    this.authenticator = authenticator;
    this.admission = admission;
    this.sockets = sockets;
    this.connections = connections;
    this.budget = hub.budget();
    this.flusher = new Flusher(context.nettyEventLoop());
    this.metrics = services.metrics();
    this.sessions =
        new HttpSessions(
            this, config, authenticator, admission, connections, sessions, budget, metrics);
  }

  /** The most bytes that a transport takes as one piece. */
  static int maxTransportBytes(EdgeConfig config) {
    return config.maxFrameBytes() * TRANSPORT_FACTOR;
  }

  /**
   * Serves a request.
   *
   * @param path what follows {@code /eventbus} in the normalised path
   */
  void serve(HttpServerRequest request, String path) {
    Matcher session = SESSION.matcher(path);
    if (!http.fallbacks() && !path.endsWith("/websocket") && !path.equals("/info")) {
      Answers.end(request, 404, "");
    } else if (path.equals("/websocket")) {
      upgrade(request, WebSocketFormat.RAW_TEXT);
    } else if (session.matches()) {
      serve(request, session.group(1), session.group(2));
    } else if (!isTurnedAway(request) && !SockJsPages.serve(request, path, http.origins())) {
      Answers.end(request, 404, "");
    }
  }

  private void serve(HttpServerRequest request, String session, String transport) {
    switch (transport) {
      case "websocket" -> upgrade(request, WebSocketFormat.SOCKJS);
      case "xhr" -> sessions.poll(request, session, HttpTransport.XHR);
      case "xhr_streaming" -> sessions.poll(request, session, HttpTransport.XHR_STREAMING);
      case "eventsource" -> sessions.poll(request, session, HttpTransport.EVENTSOURCE);
      case "htmlfile" -> sessions.poll(request, session, HttpTransport.HTMLFILE);
      case "jsonp" -> sessions.poll(request, session, HttpTransport.JSONP);
      case "xhr_send", "jsonp_send" ->
          sessions.post(request, session, transport.equals("xhr_send"));
      default -> Answers.end(request, 404, "");
    }
  }

  /** From now on nothing new begins; what there is goes on until it is told to go elsewhere. */
  void drain() {
    draining = true;
  }

  /** Answers what would begin something new while the node drains; says whether it did. */
  boolean isTurnedAway(HttpServerRequest request) {
    if (draining) {
      Answers.end(request, 503, "draining");
    }
    return draining;
  }

  private void upgrade(HttpServerRequest request, WebSocketFormat format) {
    if (!Answers.isMethod(request, "GET") || isTurnedAway(request)) {
      return;
    }
    if (hasBody(request)) {
      Answers.end(request, 400, "a handshake has no body");
    } else if (!request.canUpgradeToWebSocket()) {
      Answers.end(request, 400, "Can \"Upgrade\" only to \"WebSocket\".");
    } else if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      request.response().putHeader("Sec-WebSocket-Version", VERSION);
      Answers.end(request, 426, "");
    } else {
      authenticator.identify(request, identity -> upgrade(request, format, identity));
    }
  }

  private void upgrade(HttpServerRequest request, WebSocketFormat format, Identity identity) {
    String transport = format.isSockJs() ? "sockjs_websocket" : "websocket";
    admission.seat(request, identity, transport).ifPresent(seat -> upgrade(request, format, seat));
  }

  private void upgrade(HttpServerRequest request, WebSocketFormat format, Seat seat) {
    request
        .toWebSocket()
        .onSuccess(socket -> open(request, format, seat))
        .onFailure(gone -> seat.leave());
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  private void open(HttpServerRequest request, WebSocketFormat format, Seat seat) {
    connections.upgraded(request);
    Channel channel = Connections.channel(request.connection());
    WebSocketLink link =
        new WebSocketLink(encoder(channel), format, flusher, config, budget, metrics);
    BridgeSession session = begin(link, seat.identity());
    int most = maxTransportBytes(config);
    WebSocketReader.install(context, channel, session, link, most, () -> end(session, link, seat));
    link.open();
  }

  /** What is written from here goes past the encoder. */
  private static ChannelHandlerContext encoder(Channel channel) {
    for (var handler : channel.pipeline()) {
      if (handler.getValue() instanceof WebSocketFrameEncoder) {
        return channel.pipeline().context(handler.getKey());
      }
    }
    throw new IllegalStateException("no WebSocket encoder in the pipeline");
  }

  private void end(BridgeSession session, WebSocketLink link, Seat seat) {
    link.ended();
    end(session);
    seat.leave();
  }

  /** A client has come. */
  BridgeSession begin(Link link, Identity identity) {
    BridgeSession session = new BridgeSession(config, link, hub.open(link), identity, services);
    sockets.add(session);
    return session;
  }

  /** It is gone. */
  void end(BridgeSession session) {
    session.ended();
    sockets.remove(session);
  }
}
