package com.plantapop.chat.checker;

import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All clients, all logs, and what happens between them. Touched on the loop only. */
final class Bench {
  /** What the service promises, and what two busy cores add to it. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10 + 5);

  /** What had this long before the node was told to drain has arrived there and was begun. */
  private static final long DRAIN_MARGIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int REBALANCE_MS = 1_000;
  private static final int MAX_MESSAGE = 16 << 20;
  private static final double PROBED = 0.003;

  private final Loop loop;
  private final List<Node> nodes;
  private final Counts counts;
  private final Journal journal;
  private final List<ChatLog> logs = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Sends sends;
  private final Still still;
  private final Random chance;
  private final long start = System.nanoTime();
  private final long loadNanos;
  private boolean quiet;

  Bench(Options options, Loop loop, List<Node> nodes, Counts counts, Journal journal) {
    this.loop = loop;
    this.nodes = nodes;
    this.counts = counts;
    this.journal = journal;
    this.loadNanos = TimeUnit.SECONDS.toNanos(options.seconds());
    this.chance = Seeds.random(options.seed(), "bench", 0);
    this.sends = new Sends(this, Seeds.random(options.seed(), "sends", 0));
    this.still = new Still(Seeds.random(options.seed(), "still", 0), journal);
    makeLogs(Math.max(4, options.clients() / 6));
    makeClients(options);
  }

  private void makeLogs(int chats) {
    for (int i = 0; i < chats; i++) {
      String chat = Seeds.uuid(chance).toString().replace("-", "").substring(0, 24);
      logs.add(new ChatLog("chat." + chat, journal));
      logs.add(new ChatLog("chat." + chat + ".receipts", journal));
    }
  }

  private void makeClients(Options options) {
    WebSocketClient dialer =
        loop.vertx()
            .createWebSocketClient(
                new WebSocketClientOptions()
                    .setMaxConnections(options.clients() * 2)
                    .setMaxMessageSize(MAX_MESSAGE)
                    .setMaxFrameSize(MAX_MESSAGE));
    for (int i = 0; i < options.clients(); i++) {
      Random random = Seeds.random(options.seed(), "client", i);
      Client client = new Client(i, random, this, dialer);
      for (int wanted = 0; wanted < 3; wanted++) {
        client.subscribe(wanted == 2 ? receiptsOf(anyLog(random)) : anyLog(random));
      }
      client.subscribe(still.of(client));
      clients.add(client);
    }
  }

  Counts counts() {
    return counts;
  }

  Journal journal() {
    return journal;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** All there are. */
  List<ChatLog> logs() {
    return Stream.concat(logs.stream(), still.logs().stream()).toList();
  }

  Still still() {
    return still;
  }

  /** Lets one of those clients send it, best one who stays; returns whether there is one. */
  boolean sendBy(Predicate<Client> who, BiConsumer<Op, Client> send, StillWrite write) {
    Optional<Client> sender =
        clients.stream().filter(who).min(Comparator.comparing(Client::isWanderer));
    sender.ifPresent(client -> send.accept(write.op(), client));
    return sender.isPresent();
  }

  List<Client> clients() {
    return clients;
  }

  Sends sends() {
    return sends;
  }

  /** A few chats have most of the writers, so that nodes race for their numbers. */
  ChatLog anyLog(Random random) {
    int chats = logs.size() / 2;
    int chat = random.nextInt(100) < 25 ? random.nextInt(2) : random.nextInt(chats);
    return logs.get(2 * chat);
  }

  /**
   * One to write to. The second half of the chats is written to one after another, for a moment
   * each: what the bus loses then, no later event brings to light.
   */
  ChatLog anyOpenLog(Random random) {
    ChatLog log = anyLog(random);
    int chats = logs.size() / 2;
    int brief = logs.indexOf(log) / 2 - chats / 2;
    double now = (double) (System.nanoTime() - start) / loadNanos * (chats - chats / 2);
    boolean over = brief >= 0 && (now < brief || now > brief + 2);
    return over ? logs.get(2 * random.nextInt(chats / 2)) : log;
  }

  ChatLog receiptsOf(ChatLog messages) {
    return logs.get(logs.indexOf(messages) + 1);
  }

  void later(long millis, Runnable work) {
    loop.vertx().setTimer(millis, id -> work.run());
  }

  /** See {@link Crowd}. */
  void rebalance() {
    for (Client client : clients) {
      if (!quiet && client.isWanderer() && chance.nextBoolean()) {
        later(1 + chance.nextInt(REBALANCE_MS), () -> hop(client));
      }
    }
  }

  /** Whoever is between two sockets when all is looked at would count as one who has nothing. */
  private void hop(Client client) {
    if (!quiet) {
      client.hop();
    }
  }

  /** See {@link Crowd}: half of an even share. */
  boolean isAtHome(Node node) {
    long there = clients.stream().filter(client -> client.isAtHome(node)).count();
    return there * nodes.size() * 2 >= clients.size();
  }

  /** From now on nothing is done but what must be finished. */
  void quieten() {
    quiet = true;
  }

  boolean isQuiet() {
    return quiet;
  }

  /**
   * @param settledNanos when the socket's last register or history was answered: the frames behind
   *     one wait for it, and their time begins then
   */
  void answered(Client client, Call call, long settledNanos) {
    counts.add("sends: answered");
    long begin = Math.max(call.sentNanos(), settledNanos);
    long late = System.nanoTime() - begin - ANSWER_NANOS;
    boolean excused = call.node().stoodStillSince(begin) || loop.stalledSince(begin);
    if (late > 0 && !excused) {
      long millis = TimeUnit.NANOSECONDS.toMillis(late + ANSWER_NANOS);
      journal.violation(client + ": " + call.what() + " was answered after " + millis + " ms");
    }
  }

  /** A node that drains answers the sends that it has begun before it closes their socket. */
  void leftByDrain(Client client, Call call, long settledNanos) {
    long begin = Math.max(call.sentNanos(), settledNanos);
    boolean excused = call.node().stoodStillSince(begin);
    if (call.node().drainBegan() - begin > DRAIN_MARGIN_NANOS && !excused) {
      journal.violation(client + ": drained without an answer to " + call.what());
    }
  }

  /** What was delivered must be in the log for whoever asks, at once and on every node. */
  void seen(Client reader, ChatLog log) {
    if (!quiet && chance.nextDouble() < PROBED) {
      Client other = clients.get(chance.nextInt(clients.size()));
      long reach = log.reach();
      String query = new JsonObject().put("after", reach - 1).put("limit", 1).encode();
      String what = log.address() + ".history";
      other.send(what, query, what, frame -> probed(reader, other, log, reach, frame));
    }
  }

  private void probed(Client reader, Client other, ChatLog log, long seq, JsonObject frame) {
    if (frame == null || Call.isError(frame)) {
      counts.add("probes: refused " + Call.code(frame));
      if (!Call.mayRetry(frame)) {
        journal.violation(other + ": history of " + log + " refused: " + frame.encode());
      }
      return;
    }
    counts.add("probes");
    JsonObject body = frame.getJsonObject("body");
    if (body.getJsonArray("events").isEmpty()) {
      journal.violation(
          "%s: %d was told of (now %s), but %s does not find it"
              .formatted(log, seq, reader, other));
      return;
    }
    JsonObject event = body.getJsonArray("events").getJsonObject(0);
    log.claim(
        event.getLong("seq"),
        event.getString("acceptedAt"),
        event.getJsonObject("body"),
        "a probe of " + other);
  }
}
