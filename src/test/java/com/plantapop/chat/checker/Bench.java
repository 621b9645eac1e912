package com.plantapop.chat.checker;

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
  private static final int CHATS_PER_CLIENT = 6;
  private static final int CLIENTS_PER_PERSON = 8;

  /** So many that there is one at every node, for what faults have to write. */
  private static final int ONE_IN_IS_SERVICE = 3;

  private final Loop loop;
  private final List<Node> nodes;
  private final Counts counts;
  private final Journal journal;
  private final List<Person> people = new ArrayList<>();
  private final List<Chat> chats = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Dialer dialer;
  private final Rights rights;
  private final Turnover turnover;
  private final Probes probes;
  private final Sends sends;
  private final Still still;
  private final Random chance;
  private final long start = System.nanoTime();
  private final long loadNanos;
  private boolean quiet;

  Bench(Options options, Loop loop, Cluster cluster, Counts counts, Journal journal) {
    long seed = options.seed();
    this.loop = loop;
    this.nodes = cluster.nodes();
    this.counts = counts;
    this.journal = journal;
    this.loadNanos = TimeUnit.SECONDS.toNanos(options.seconds());
    this.chance = Seeds.random(seed, "bench", 0);
    this.dialer = new Dialer(loop, options.clients());
    this.rights = new Rights(this, loop, cluster.store());
    Backend backend = new Backend(this, loop, Seeds.random(seed, "backend", 0));
    this.turnover = new Turnover(this, backend, Seeds.random(seed, "turnover", 0));
    this.probes = new Probes(this, Seeds.random(seed, "probes", 0));
    this.sends = new Sends(this, Seeds.random(seed, "sends", 0));
    makePeople(Math.max(3, options.clients() / CLIENTS_PER_PERSON));
    this.still = new Still(Seeds.random(seed, "still", 0), people, people.get(0), journal);
    for (int i = 0; i < Math.max(4, options.clients() / CHATS_PER_CLIENT); i++) {
      chats.add(new Chat(chance, people, journal));
    }
    makeClients(options);
  }

  /** The first one is a service. */
  private void makePeople(int count) {
    for (int i = 0; i < count; i++) {
      people.add(new Person("p" + i + "@example.com", i == 0));
    }
  }

  private void makeClients(Options options) {
    for (int i = 0; i < options.clients(); i++) {
      Random random = Seeds.random(options.seed(), "client", i);
      Client client = new Client(i, owner(i), random, this);
      client.subscribe(anyLog(random));
      client.subscribe(anyLog(random));
      client.subscribe(anyLog(random).chat().receipts());
      client.subscribe(anyLog(random).chat().members());
      client.subscribe(still.of(client));
      clients.add(client);
    }
  }

  private Person owner(int client) {
    int person = 1 + client / ONE_IN_IS_SERVICE % (people.size() - 1);
    return people.get(client % ONE_IN_IS_SERVICE == 0 ? 0 : person);
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
  List<Chat> chats() {
    return Stream.concat(chats.stream(), still.chats().stream()).toList();
  }

  List<ChatLog> logs() {
    return chats().stream().flatMap(Chat::logs).toList();
  }

  Person anyPerson(Random random) {
    return people.get(random.nextInt(people.size()));
  }

  Dialer dialer() {
    return dialer;
  }

  Rights rights() {
    return rights;
  }

  Turnover turnover() {
    return turnover;
  }

  Probes probes() {
    return probes;
  }

  Still still() {
    return still;
  }

  /** Lets one of those clients send it, best one who stays; returns whether there is one. */
  boolean sendBy(Predicate<Client> who, BiConsumer<Op, Client> send, StillWrite write) {
    Optional<Client> sender =
        write.op().author().clients().stream()
            .filter(who)
            .min(Comparator.comparing(Client::isWanderer));
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
    int bound = random.nextInt(100) < 25 ? 2 : chats.size();
    return chats.get(random.nextInt(bound)).messages();
  }

  /**
   * One to write to. The second half of the chats is written to one after another, for a moment
   * each: what the bus loses then, no later event brings to light.
   */
  ChatLog anyOpenLog(Random random) {
    ChatLog log = anyLog(random);
    int brief = chats.indexOf(log.chat()) - chats.size() / 2;
    int half = chats.size() - chats.size() / 2;
    double now = (double) (System.nanoTime() - start) / loadNanos * half;
    boolean over = brief >= 0 && (now < brief || now > brief + 2);
    return over ? chats.get(random.nextInt(chats.size() / 2)).messages() : log;
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
}
