package com.plantapop.chat.checker;

import com.plantapop.chat.support.Frames;
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
  private static final int MAX_PAUSE_MS = 300;

  /** The close code of a node that drains. */
  private static final Short DRAINING = 4000;

  /** Of one who has no token any more. */
  private static final Short NOT_AUTHENTICATED = 4401;

  private final int index;
  private final Person person;
  private final Random random;
  private final Bench bench;
  private final Connection connection;
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private Map<String, Call> calls = new LinkedHashMap<>();
  private long replies;
  private long settledNanos = System.nanoTime();

  Client(int index, Person person, Random random, Bench bench) {
    this.index = index;
    this.person = person;
    this.random = random;
    this.bench = bench;
    this.connection = new Connection(this, person, random, bench);
    person.clients().add(this);
  }

  int index() {
    return index;
  }

  Person person() {
    return person;
  }

  Random random() {
    return random;
  }

  /** The others stay where they are, with what they read: only their nodes move them. */
  boolean isWanderer() {
    return index % 2 == 1;
  }

  /** Whether it waits for nothing at a node. */
  boolean isAtHome(Node there) {
    return isConnected() && node() == there && !isKeptWaiting(calls.values());
  }

  /** Whether it is at home at another node, which is awake. */
  boolean isAtHomeBut(Node not) {
    return isAtHome(node()) && node() != not && !node().stoodStillSince(System.nanoTime());
  }

  /** Whether it has an event, or can't be blamed for not having it. */
  boolean hasSeen(StillWrite write) {
    Subscription subscription = subscriptions.get(write.op().log().address());
    return subscription == null
        || !isConnected()
        || node().stoodStillSince(System.nanoTime())
        || subscription.hasSeen(write.seq());
  }

  /** Whether it stands in any log of a chat. */
  boolean stillReads(Chat chat) {
    return subscriptions.values().stream()
        .anyMatch(each -> each.log().chat() == chat && each.stands());
  }

  /** The one that it is, or was last, connected to. */
  Node node() {
    return connection.node();
  }

  /** The one that the node has heard last, or will. */
  Token token() {
    return connection.token();
  }

  boolean isConnected() {
    return connection.isOpen();
  }

  Connection connection() {
    return connection;
  }

  void subscribe(ChatLog log) {
    subscriptions.put(log.address(), new Subscription(this, log, random.nextBoolean(), bench));
  }

  List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  /** Sends that wait for an answer on this socket. */
  List<Call> calls() {
    return List.copyOf(calls.values());
  }

  void connect() {
    connection.dial();
  }

  void opened() {
    subscriptions.values().forEach(Subscription::begin);
  }

  /** Every call that has no answer is one whose outcome is unknown. */
  void lost(Short code) {
    Map<String, Call> open = calls;
    calls = new LinkedHashMap<>();
    if (Objects.equals(code, DRAINING) && !isKeptWaiting(open.values())) {
      open.values().forEach(call -> bench.leftByDrain(this, call, settledNanos));
    } else if (Objects.equals(code, NOT_AUTHENTICATED)) {
      bench.rights().closed(this);
    }
    subscriptions.values().forEach(Subscription::socketClosed);
    open.values().forEach(call -> call.outcome().answered(null));
    bench.counts().add("sends: socket closed before the answer", open.size());
  }

  /** The frames behind a register or a history wait for it, and are not begun before. */
  private boolean isKeptWaiting(Collection<Call> open) {
    return open.stream().anyMatch(Call::isHistory)
        || subscriptions.values().stream().anyMatch(Subscription::waits);
  }

  /** Leaves for another node. */
  void hop() {
    connection.hop();
  }

  void close() {
    connection.close();
  }

  void write(String frame) {
    connection.write(frame);
  }

  /** Sends an event. */
  void send(ChatLog log, JsonObject body, String what, Call.Outcome outcome) {
    ask(log, log.address(), body.encode(), what, outcome);
  }

  void readHistory(ChatLog log, String query, Call.Outcome outcome) {
    String address = log.address() + Call.HISTORY;
    ask(log, address, query, address, outcome);
  }

  /** Without a socket that is as good as a closed one. */
  private void ask(ChatLog log, String address, String body, String what, Call.Outcome outcome) {
    if (!isConnected()) {
      outcome.answered(null);
      return;
    }
    String reply = "r" + index + "." + replies++;
    calls.put(reply, new Call(what, log, node(), System.nanoTime(), outcome));
    bench.counts().add("sends");
    write(Frames.send(address, body, reply));
  }

  /** Registers so much later, or somewhat more, if it has a socket then. */
  void beginLater(Subscription subscription, long millis) {
    bench.later(millis + random.nextInt(MAX_PAUSE_MS), () -> begin(subscription));
  }

  private void begin(Subscription subscription) {
    if (isConnected()) {
      subscription.begin();
    }
  }

  /** Takes a frame. */
  void receive(JsonObject frame) {
    String address = frame.getString("address");
    if (address == null && Call.isError(frame) && Call.mayRetry(frame)) {
      // Of a ping, which brings a newer token to a node that drains, or is not believed any more.
      bench.counts().add("tokens: not heard " + Call.code(frame));
      return;
    }
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
      bench.probes().seen(this, subscription.log());
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
    bench.rights().answered(this, call, frame);
    if (call.isHistory()) {
      settledNanos = System.nanoTime();
    }
    call.outcome().answered(frame);
  }

  @Override
  public String toString() {
    return "client " + index + " of " + person + " at " + node();
  }
}
