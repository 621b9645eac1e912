package com.plantapop.chat.edge;

import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.hub.LoopHub;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /eventbus}: the transports of SockJS. All of them are ours: over a WebSocket one encoded
 * buffer goes to all sockets, and over the others what a client does not read or posts too fast is
 * bounded (design section 4).
 */
final class BridgeEndpoint {
  /** The sessions of the fallback transports, by the id that their client made up, of all loops. */
  record HttpSession(Context loop, HttpLink link) {}

  /** A server, a session and a transport, no slashes or dots in them (SockJS protocol). */
  private static final Pattern SESSION = Pattern.compile("/[^/.]+/([^/.]+)/([a-z_]+)");

  private static final Pattern CALLBACK = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /** The only version whose frames we write: that of RFC 6455. */
  private static final String VERSION = "13";

  /**
   * A transport's frame may be so many times larger than a bridge frame: SockJS escapes it, and a
   * client that is a little over the bound deserves an answer instead of a closed socket.
   */
  private static final int TRANSPORT_FACTOR = 16;

  private final ContextInternal context;
  private final EdgeConfig config;
  private final int maxSessions;
  private final LoopHub hub;
  private final FrameHandlers.Services services;
  private final Sockets sockets;
  private final Connections connections;
  private final Map<String, HttpSession> sessions;
  private final Budget budget;
  private final Flusher flusher;
  private final Posts posts;

  /**
   * @param sessions of all loops
   */
  BridgeEndpoint(
      ContextInternal context,
      ChatConfig config,
      LoopHub hub,
      FrameHandlers.Services services,
      Sockets sockets,
      Connections connections,
      Map<String, HttpSession> sessions) {
    this.context = context;
    this.config = config.edge();
    this.maxSessions = config.http().maxConnections();
    this.hub = hub;
    this.services = services;
    this.sockets = sockets;
    this.connections = connections;
    this.sessions = sessions;
    this.budget = hub.budget();
    this.flusher = new Flusher(context.nettyEventLoop());
    this.posts = new Posts(budget, maxTransportBytes(config.edge()));
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
    if (path.equals("/websocket")) {
      upgrade(request, WebSocketFormat.RAW_TEXT);
    } else if (session.matches()) {
      serve(request, session.group(1), session.group(2));
    } else if (!SockJsPages.serve(request, path)) {
      Answers.end(request, 404, "");
    }
  }

  private void serve(HttpServerRequest request, String session, String transport) {
    switch (transport) {
      case "websocket" -> upgrade(request, WebSocketFormat.SOCKJS);
      case "xhr" -> poll(request, session, HttpTransport.XHR);
      case "xhr_streaming" -> poll(request, session, HttpTransport.XHR_STREAMING);
      case "eventsource" -> poll(request, session, HttpTransport.EVENTSOURCE);
      case "htmlfile" -> poll(request, session, HttpTransport.HTMLFILE);
      case "jsonp" -> poll(request, session, HttpTransport.JSONP);
      case "xhr_send", "jsonp_send" -> post(request, session, transport.equals("xhr_send"));
      default -> Answers.end(request, 404, "");
    }
  }

  private void upgrade(HttpServerRequest request, WebSocketFormat format) {
    if (!Answers.isMethod(request, "GET")) {
      return;
    }
    if (!request.canUpgradeToWebSocket()) {
      Answers.end(request, 400, "Can \"Upgrade\" only to \"WebSocket\".");
    } else if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      request.response().putHeader("Sec-WebSocket-Version", VERSION);
      Answers.end(request, 426, "");
    } else {
      request.toWebSocket().onSuccess(socket -> open(request, format)).onFailure(Answers.NOTHING);
    }
  }

  private void open(HttpServerRequest request, WebSocketFormat format) {
    connections.upgraded(request);
    Channel channel = Connections.channel(request.connection());
    WebSocketLink link = new WebSocketLink(encoder(channel), format, flusher, config, budget);
    BridgeSession session = begin(link);
    int most = maxTransportBytes(config);
    WebSocketReader.install(context, channel, session, link, most, () -> end(session, link));
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

  private void end(BridgeSession session, WebSocketLink link) {
    link.ended();
    end(session);
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

  private void poll(HttpServerRequest request, String id, HttpTransport transport) {
    Answers.cors(request);
    if (!Answers.isMethod(request, transport.method())) {
      return;
    }
    String callback = transport.needsCallback() ? callback(request) : "";
    HttpSession session = callback == null ? null : sessions.get(id);
    if (callback == null) {
      Answers.end(request, 500, "\"callback\" parameter required");
    } else if (!CALLBACK.matcher(callback).matches() && transport.needsCallback()) {
      Answers.end(request, 500, "invalid \"callback\" parameter");
    } else if (session == null && sessions.size() >= maxSessions) {
      Answers.end(request, 503, "too many sessions");
    } else {
      Answers.notCached(request);
      attach(request, session == null ? open(id) : session, transport, callback);
    }
  }

  private static String callback(HttpServerRequest request) {
    String callback = request.getParam("c");
    return callback == null ? request.getParam("callback") : callback;
  }

  private void attach(
      HttpServerRequest request, HttpSession session, HttpTransport transport, String callback) {
    connections.streams(request);
    HttpReceiver receiver =
        new HttpReceiver(request, transport, callback, () -> Connections.cut(request.connection()));
    session.loop().runOnContext(turn -> session.link().attach(receiver));
  }

  private HttpSession open(String id) {
    HttpLink link = new HttpLink(config, budget);
    HttpSession opened = new HttpSession(context, link);
    HttpSession raced = sessions.putIfAbsent(id, opened);
    if (raced != null) {
      return raced;
    }
    BridgeSession session = begin(link);
    link.begin(session, () -> end(id, opened, session));
    return opened;
  }

  private void end(String id, HttpSession opened, BridgeSession session) {
    sessions.remove(id, opened);
    end(session);
  }

  private void post(HttpServerRequest request, String id, boolean xhr) {
    Answers.cors(request);
    HttpSession session = sessions.get(id);
    if (!Answers.isMethod(request, "POST")) {
      return;
    }
    if (session == null) {
      Answers.end(request, 404, "");
      return;
    }
    Promise<Void> taken = Promise.promise();
    posts
        .body(request, taken.future())
        .onSuccess(body -> take(request, body, session, taken))
        .onFailure(taken::tryFail);
    taken
        .future()
        .onSuccess(done -> tellTaken(request, xhr))
        .onFailure(cause -> tellRefused(request, cause));
  }

  private void take(
      HttpServerRequest request, Buffer body, HttpSession session, Promise<Void> taken) {
    try {
      List<String> messages = Posts.messages(request, body);
      Promise<Void> there = Promise.promise();
      there.future().onComplete(told -> context.runOnContext(turn -> HttpLink.settle(taken, told)));
      session.loop().runOnContext(turn -> session.link().post(messages, there));
    } catch (Refusal broken) {
      taken.fail(broken);
    }
  }

  private static void tellTaken(HttpServerRequest request, boolean xhr) {
    Answers.notCached(request);
    Answers.end(request, xhr ? 204 : 200, xhr ? "" : "ok");
  }

  private static void tellRefused(HttpServerRequest request, Throwable cause) {
    Refusal refusal = FrameHandlers.refusalFor(cause);
    // What cannot be read is a 500 to the SockJS protocol.
    int status = refusal.code() == Refusal.Code.MALFORMED ? 500 : refusal.code().number();
    Answers.end(request, status, refusal.getMessage());
  }
}
