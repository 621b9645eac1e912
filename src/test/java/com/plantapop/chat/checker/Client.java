package com.plantapop.chat.checker;

import com.plantapop.chat.support.Frames;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * One client: a socket to some node, and another one as soon as it is closed. Watches that every
 * send is answered once and in time.
 */
final class Client {
  private static final long CONNECT_TIMEOUT_MS = 3_000;
  private static final int MAX_PAUSE_MS = 300;

  /** The close code of a node that drains. */
  private static final Short DRAINING = 4000;

  private final int index;
  private final Random random;
  private final Bench bench;
  private final WebSocketClient dialer;
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private Map<String, Call> calls = new LinkedHashMap<>();
  private Node node;
  private WebSocket socket;
  private long replies;
  private long settledNanos = System.nanoTime();
  private boolean closed;

  Client(int index, Random random, Bench bench, WebSocketClient dialer) {
    this.index = index;
    this.random = random;
    this.bench = bench;
    this.dialer = dialer;
  }

  int index() {
    return index;
  }

  Random random() {
    return random;
  }

  /** The others stay where they are, with what they read: only their nodes move them. */
  boolean isWanderer() {
    return index % 2 == 1;
  }

  /** Whether it is at a node and waits there for nothing. */
  boolean isAtHome(Node there) {
    return socket != null && node == there && !isKeptWaiting(calls.values());
  }

  /** Whether it is at home at another node, which is awake. */
  boolean isAtHomeBut(Node not) {
    return isAtHome(node) && node != not && !node.stoodStillSince(System.nanoTime());
  }

  /** Whether it has an event, or can't be blamed for not having it. */
  boolean hasSeen(StillWrite write) {
    Subscription subscription = subscriptions.get(write.op().log().address());
    return subscription == null
        || socket == null
        || node.stoodStillSince(System.nanoTime())
        || subscription.hasSeen(write.seq());
  }

  /** The one that it is, or was last, connected to. */
  Node node() {
    return node;
  }

  boolean isConnected() {
    return socket != null;
  }

  void subscribe(ChatLog log) {
    subscriptions.put(
        log.address(),
        new Subscription(this, log, random.nextBoolean(), bench.counts(), bench.journal()));
  }

  List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  /** Sends that wait for an answer on this socket. */
  List<Call> calls() {
    return List.copyOf(calls.values());
  }

  /** Dials a node that is up, until one answers. */
  void connect() {
    List<Node> up = bench.nodes().stream().filter(Node::isUp).toList();
    if (up.isEmpty() || closed) {
      connectLater();
      return;
    }
    Node chosen = up.get(random.nextInt(up.size()));
    dialer
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Math.max(1, chosen.port()))
                .setURI("/eventbus/websocket")
                .setTimeout(CONNECT_TIMEOUT_MS))
        .onComplete(outcome -> dialled(outcome, chosen));
  }

  private void connectLater() {
    if (!closed) {
      bench.later(1 + random.nextInt(MAX_PAUSE_MS), this::connect);
    }
  }

  private void dialled(AsyncResult<WebSocket> outcome, Node chosen) {
    bench.counts().add(outcome.succeeded() ? "sockets: opened" : "sockets: not opened");
    if (outcome.failed()) {
      connectLater();
      return;
    }
    node = chosen;
    WebSocket opened = outcome.result();
    socket = opened;
    opened.textMessageHandler(text -> receive(opened, new JsonObject(text)));
    opened.exceptionHandler(broken -> {});
    opened.closeHandler(gone -> lost(opened));
    subscriptions.values().forEach(Subscription::begin);
  }

  /** Every call that has no answer is one whose outcome is unknown. */
  private void lost(WebSocket gone) {
    if (socket == gone) {
      bench.counts().add("sockets: closed with " + gone.closeStatusCode());
      socket = null;
      Map<String, Call> open = calls;
      calls = new LinkedHashMap<>();
      if (Objects.equals(gone.closeStatusCode(), DRAINING) && !isKeptWaiting(open.values())) {
        open.values().forEach(call -> bench.leftByDrain(this, call, settledNanos));
      }
      subscriptions.values().forEach(Subscription::socketClosed);
      open.values().forEach(call -> call.outcome().answered(null));
      bench.counts().add("sends: socket closed before the answer", open.size());
      connectLater();
    }
  }

  /** The frames behind a register or a history wait for it, and are not begun before. */
  private boolean isKeptWaiting(Collection<Call> open) {
    return open.stream().anyMatch(Call::isHistory)
        || subscriptions.values().stream().anyMatch(Subscription::waits);
  }

  /** Leaves for another node. */
  void hop() {
    if (socket != null) {
      socket.close();
    }
  }

  void close() {
    closed = true;
    hop();
  }

  void write(String frame) {
    if (socket != null) {
      socket.writeTextMessage(frame);
    }
  }

  /** Sends; without a socket that is as good as a closed one. */
  void send(String address, String body, String what, Call.Outcome outcome) {
    if (socket == null) {
      outcome.answered(null);
      return;
    }
    String reply = "r" + index + "." + replies++;
    calls.put(reply, new Call(what, node, System.nanoTime(), outcome));
    bench.counts().add("sends");
    write(Frames.send(address, body, reply));
  }

  void beginLater(Subscription subscription) {
    bench.later(100 + random.nextInt(MAX_PAUSE_MS), () -> begin(subscription));
  }

  private void begin(Subscription subscription) {
    if (socket != null) {
      subscription.begin();
    }
  }

  private void receive(WebSocket from, JsonObject frame) {
    if (from != socket) {
      return;
    }
    String address = frame.getString("address");
    Subscription subscription = address == null ? null : subscriptions.get(address);
    switch (frame.getString("type")) {
      case "event" -> registered(frame.getJsonObject("message"));
      case "rec" -> received(frame, address, subscription);
      default -> refused(frame, address, subscription);
    }
  }

  private void registered(JsonObject message) {
    settledNanos = System.nanoTime();
    subscriptions.get(message.getString("address")).registered(message.getLong("seq"));
  }

  private void received(JsonObject frame, String address, Subscription subscription) {
    if (subscription == null) {
      answered(frame, address);
    } else {
      subscription.delivered(frame);
      bench.seen(this, subscription.log());
    }
  }

  private void refused(JsonObject frame, String address, Subscription subscription) {
    if (subscription == null) {
      answered(frame, address);
    } else {
      settledNanos = System.nanoTime();
      subscription.refused(frame);
    }
  }

  private void answered(JsonObject frame, String address) {
    Call call = calls.remove(address);
    if (call == null) {
      bench.journal().violation(this + ": an answer that nothing waits for: " + frame.encode());
      return;
    }
    bench.answered(this, call, settledNanos);
    if (call.isHistory()) {
      settledNanos = System.nanoTime();
    }
    call.outcome().answered(frame);
  }

  @Override
  public String toString() {
    return "client " + index + " at " + node;
  }
}
