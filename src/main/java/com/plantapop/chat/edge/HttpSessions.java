package com.plantapop.chat.edge;

import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.config.HttpConfig;
import com.plantapop.chat.edge.Admission.Seat;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The sessions of SockJS's fallback transports, each of which is many requests. A session lives on
 * the event loop of its first one; those that follow may come in on any other.
 */
final class HttpSessions {
  /** By the id that their client made up: whoever knows it speaks for the session. */
  record Session(Context loop, HttpLink link, Identity identity) {}

  private static final Pattern CALLBACK = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private static final long REMEMBERED_MS = TimeUnit.NANOSECONDS.toMillis(HttpLink.ABSENCE_NANOS);

  /** Of heap, about, with nothing to say. */
  private static final long SESSION_BYTES = 3_072;

  private final BridgeEndpoint bridge;
  private final HttpConfig http;
  private final EdgeConfig config;
  private final Authenticator authenticator;
  private final Admission admission;
  private final Connections connections;
  private final Map<String, Session> sessions;
  private final Budget budget;
  private final EdgeMetrics metrics;
  private final Posts posts;

  /**
   * @param sessions of all loops
   */
  HttpSessions(
      BridgeEndpoint bridge,
      ChatConfig config,
      Authenticator authenticator,
      Admission admission,
      Connections connections,
      Map<String, Session> sessions,
      Budget budget,
      EdgeMetrics metrics) {
    this.bridge = bridge;
    this.http = config.http();
    this.config = config.edge();
    this.authenticator = authenticator;
    this.admission = admission;
    this.connections = connections;
    this.sessions = sessions;
    this.budget = budget;
    this.metrics = metrics;
    this.posts = new Posts(budget, BridgeEndpoint.maxTransportBytes(config.edge()));
  }

  /** A poll or stream of a session, which begins with the first. */
  void poll(HttpServerRequest request, String id, HttpTransport transport) {
    Answers.cors(request);
    if (!Answers.isMethod(request, transport.method())) {
      return;
    }
    String callback = transport.needsCallback() ? callback(request) : "";
    Session session = callback == null ? null : sessions.get(id);
    if (callback == null) {
      Answers.end(request, 500, "\"callback\" parameter required");
    } else if (!CALLBACK.matcher(callback).matches() && transport.needsCallback()) {
      Answers.end(request, 500, "invalid \"callback\" parameter");
    } else if (session != null) {
      Runnable attach = () -> attach(request, session, transport, callback);
      authenticator.resume(request, session.identity(), attach);
    } else if (!bridge.isTurnedAway(request)) {
      authenticator.identify(request, from -> begin(request, id, from, transport, callback));
    }
  }

  private void begin(
      HttpServerRequest request,
      String id,
      Identity identity,
      HttpTransport transport,
      String callback) {
    Optional<Seat> seat = admission.seat(request, identity, transport.label());
    if (seat.isEmpty()) {
      return; // answered
    }
    Optional<Limit> full = takeRoom();
    if (full.isEmpty()) {
      attach(request, open(id, seat.get()), transport, callback);
    } else {
      seat.get().leave();
      metrics.refused(503, full);
      Answers.end(request, 503, "too many sessions");
    }
  }

  /**
   * Returns what there is too much of, if room cannot be taken.
   *
   * <p>Twice as many as connections: those that have ended are remembered. Room for some
   * connections is left, or nobody could be told that there is none for a session, and a node that
   * serves would be taken for dead.
   */
  private Optional<Limit> takeRoom() {
    if (sessions.size() >= 2L * http.maxConnections()) {
      return Optional.of(Limit.CONNECTIONS);
    }
    return budget.admitMany(SESSION_BYTES) ? Optional.empty() : Optional.of(Limit.NODE_BYTES);
  }

  private static String callback(HttpServerRequest request) {
    String callback = request.getParam("c");
    return callback == null ? request.getParam("callback") : callback;
  }

  private void attach(
      HttpServerRequest request, Session session, HttpTransport transport, String callback) {
    Answers.notCached(request);
    if (transport == HttpTransport.HTMLFILE) {
      // Its frames are scripts; what people write is a literal in them.
      Answers.isFramed(request, http.origins(), "script-src 'unsafe-inline'");
    }
    connections.streams(request);
    HttpReceiver receiver =
        new HttpReceiver(request, transport, callback, () -> Connections.cut(request.connection()));
    session.loop().runOnContext(turn -> session.link().attach(receiver));
  }

  private Session open(String id, Seat seat) {
    HttpLink link = new HttpLink(config, budget, metrics);
    Session opened = new Session(Vertx.currentContext(), link, seat.identity());
    Session raced = sessions.putIfAbsent(id, opened);
    if (raced != null) {
      giveBack(seat);
      return raced;
    }
    BridgeSession session = bridge.begin(link, seat.identity());
    link.begin(session, () -> end(id, opened, session, seat));
    return opened;
  }

  /** For a while its client is told the end again, however often it asks (SockJS protocol). */
  private void end(String id, Session opened, BridgeSession session, Seat seat) {
    bridge.end(session);
    opened.loop().owner().setTimer(REMEMBERED_MS, passed -> forget(id, opened, seat));
  }

  private void forget(String id, Session opened, Seat seat) {
    sessions.remove(id, opened);
    giveBack(seat);
  }

  private void giveBack(Seat seat) {
    budget.dismiss(SESSION_BYTES);
    seat.leave();
  }

  /**
   * Messages from the client.
   *
   * @param xhr whether as xhr_send, else as jsonp_send
   */
  void post(HttpServerRequest request, String id, boolean xhr) {
    Answers.cors(request);
    Session session = sessions.get(id);
    if (!Answers.isMethod(request, "POST")) {
      return;
    }
    if (session == null) {
      Answers.end(request, 404, "");
    } else {
      authenticator.resume(request, session.identity(), () -> post(request, session, xhr));
    }
  }

  private void post(HttpServerRequest request, Session session, boolean xhr) {
    Promise<Void> taken = HttpReceiver.callersPromise();
    posts
        .body(request, taken.future())
        .onSuccess(body -> take(request, body, session, taken))
        .onFailure(taken::tryFail);
    taken
        .future()
        .onSuccess(done -> tellTaken(request, xhr))
        .onFailure(cause -> tellRefused(request, cause));
  }

  private void take(HttpServerRequest request, Buffer body, Session session, Promise<Void> taken) {
    try {
      String text = Posts.text(request, body);
      Promise<Void> there = HttpReceiver.callersPromise();
      there.future().onComplete(taken);
      session.loop().runOnContext(turn -> session.link().post(text, there));
    } catch (RuntimeException broken) {
      taken.fail(broken);
    }
  }

  private static void tellTaken(HttpServerRequest request, boolean xhr) {
    Answers.notCached(request);
    Answers.end(request, xhr ? 204 : 200, xhr ? "" : "ok");
  }

  private void tellRefused(HttpServerRequest request, Throwable cause) {
    Refusal refusal = metrics.refused(Faults.refusalFor(cause));
    Answers.end(request, refusal.code().number(), refusal.getMessage());
  }
}
