package com.plantapop.chat.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Chats of two members each, who subscribe all at once, and do so again when their node is gone.
 * All fields are touched on the client's loop only.
 */
final class Storm implements AutoCloseable {
  static final int MEMBERS = 2;

  /** Fewer than any server's accept backlog: what overflows that waits for TCP's own retries. */
  private static final int OPENING_AT_ONCE = 1_000;

  private static final int SENDS_IN_FLIGHT = 256;
  private static final int BACK_OFF_MILLIS = 100;
  private static final int MAX_DOUBLINGS = 4;
  private static final int SECONDS_TO_END = 300;
  private static final int CHECK_MILLIS = 20;

  /** For an event that would come a second time. */
  private static final int QUIET_MILLIS = 1_000;

  private final Client client;
  private final List<Member> members = new ArrayList<>();
  private final Queue<Member> toOpen = new ArrayDeque<>();
  private final Queue<Member> toSpeak = new ArrayDeque<>();
  private List<Integer> ports = List.of();
  private int opening;
  private int standing;
  private int lost;
  private int failedAttempts;
  private long lastStoodNanos;
  private long spoken;
  private int unanswered;
  private boolean ended;
  private String failure;
  private String lastRefusal = "none";

  /**
   * @param sockets an even number
   */
  Storm(Client client, int sockets) {
    this(client, Stream.generate(Chat::next).limit(sockets / MEMBERS).toList());
  }

  Storm(Client client, List<Chat> chats) {
    this.client = client;
    for (int i = 0; i < chats.size() * MEMBERS; i++) {
      int chat = i / MEMBERS;
      // Of two neighbouring nodes; each pair of neighbours has as many chats.
      members.add(new Member(this, chats.get(chat), chat + i % MEMBERS));
    }
  }

  /**
   * What it took until all stood.
   *
   * @param failedAttempts each of which was followed by another one
   */
  record Wave(int sockets, double seconds, int failedAttempts) {
    double perSecond() {
      return sockets / seconds;
    }
  }

  /**
   * Connects all members.
   *
   * @param nodes their ports; on each is an equal share
   */
  Wave connect(List<Integer> nodes) {
    long start = System.nanoTime();
    client.run(() -> open(nodes));
    return await(start, members.size());
  }

  /**
   * A node dies, and all who were on it go to the others at once.
   *
   * @param node its port
   * @param kill what it dies of
   */
  Wave lose(int node, Runnable kill) {
    int there = client.call(() -> leave(node));
    long start = System.nanoTime();
    kill.run();
    await("its sockets to be lost", () -> lost == there);
    return await(start, there);
  }

  /** One message in every chat, which reaches both members, and once; in how many chats. */
  int speak() {
    client.run(this::beginToSpeak);
    await("every message to be answered", () -> unanswered == 0 && toSpeak.isEmpty());
    await("every message to reach both", this::allHaveAll);
    Client.pause(QUIET_MILLIS);
    client.run(this::check);
    return members.size() / MEMBERS;
  }

  @Override
  public void close() {
    List<Socket> sockets = client.call(this::end);
    client.close(sockets);
  }

  void noLongerOpening() {
    opening--;
    openSome();
  }

  void stands() {
    standing++;
    lastStoodNanos = System.nanoTime();
  }

  void failedAttempt(Member member, String reason) {
    failedAttempts++;
    lastRefusal = reason;
    int doublings = Math.min(member.failures() - 1, MAX_DOUBLINGS);
    double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
    long millis = (long) ((BACK_OFF_MILLIS << doublings) * jitter);
    client.runLater(millis, () -> reopen(member));
  }

  void lost(Member member, int port, String reason) {
    if (ports.contains(port)) {
      fail("a node that lives closed a socket: " + reason);
    }
    standing--;
    lost++;
    reopen(member);
  }

  /**
   * A member has one event more: each once and in its turn, and none that nobody sent.
   *
   * @param before the number of the one that it had before
   */
  void received(Chat chat, long number, long before) {
    if (number != before + 1 || number > spoken) {
      fail(
          "event %d of %s came after %d, of %d that were sent"
              .formatted(number, chat.address(), before, spoken));
    }
  }

  void acknowledged() {
    unanswered--;
    speakSome();
  }

  void fail(String reason) {
    failure = failure == null ? reason : failure;
  }

  private void open(List<Integer> nodes) {
    ports = nodes;
    toOpen.addAll(members);
    openSome();
  }

  private void openSome() {
    while (opening < OPENING_AT_ONCE && !toOpen.isEmpty() && !ended) {
      reopen(toOpen.remove());
    }
  }

  /** Without a queue: clients that lose their node do not wait for each other. */
  private void reopen(Member member) {
    if (!ended) {
      opening++;
      member.connect(client, ports);
    }
  }

  /** Hands back how many are there. */
  private int leave(int node) {
    ports = ports.stream().filter(port -> port != node).toList();
    lost = 0;
    failedAttempts = 0;
    return (int) members.stream().filter(member -> member.isOn(node)).count();
  }

  private void beginToSpeak() {
    spoken++;
    for (int first = 0; first < members.size(); first += MEMBERS) {
      toSpeak.add(members.get(first));
    }
    speakSome();
  }

  private void speakSome() {
    while (unanswered < SENDS_IN_FLIGHT && !toSpeak.isEmpty()) {
      unanswered++;
      toSpeak.remove().send(spoken);
    }
  }

  private boolean allHaveAll() {
    return members.stream().allMatch(member -> member.seq() == spoken);
  }

  private List<Socket> end() {
    ended = true;
    return members.stream().map(Member::socket).flatMap(Optional::stream).toList();
  }

  private Wave await(long startNanos, int sockets) {
    await("all to stand", () -> standing == members.size());
    return client.call(
        () -> new Wave(sockets, (lastStoodNanos - startNanos) / 1e9, failedAttempts));
  }

  private void await(String what, Callable<Boolean> condition) {
    long start = System.nanoTime();
    while (!client.call(condition)) {
      client.run(this::check);
      if (System.nanoTime() - start > SECONDS_TO_END * 1_000_000_000L) {
        throw new BenchmarkException(
            "waited in vain for " + what + "; " + client.call(this::state));
      }
      Client.pause(CHECK_MILLIS);
    }
    client.run(this::check);
  }

  private void check() {
    if (failure != null) {
      throw new BenchmarkException(failure);
    }
  }

  private String state() {
    long complete = members.stream().filter(member -> member.seq() == spoken).count();
    return "%d of %d stand, %d have all of %d messages, %d attempts failed, the last by: %s"
        .formatted(standing, members.size(), complete, spoken, failedAttempts, lastRefusal);
  }
}
