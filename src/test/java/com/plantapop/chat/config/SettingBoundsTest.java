package com.plantapop.chat.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.config.ConfigException.Problem;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What passes the check works: a node serves and drains with each setting at each of its bounds.
 */
@Timeout(60)
class SettingBoundsTest {
  /** Sockets that are open when the node drains, where it may have so many. */
  private static final int SOCKETS = 3;

  /** Answers that mean: not now. With the least rate or deadline, a busy machine gives some. */
  private static final List<Integer> TRANSIENT = List.of(429, 503, 504);

  private static final int MAX_TRIES = 20;

  /** Whose bound means nothing, or nothing that a node in this JVM can show, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("http.host", "an address of the machine"),
          Map.entry("http.port", "tests take a free one, which is the least"),
          Map.entry("store.uri", "the length of a path"),
          Map.entry("cluster.enabled", "in every cluster test"),
          Map.entry("cluster.host", "an address of the machine"),
          Map.entry("cluster.port", "a port of the machine"),
          Map.entry("cluster.members", "addresses of other machines"),
          Map.entry("cluster.file", "the length of a path"),
          Map.entry("cluster.busPort", "a port of the machine; the least is the default"),
          Map.entry("cluster.busTlsCertificate", "the length of a path"),
          Map.entry("cluster.busTlsKey", "the length of a path"),
          Map.entry("cluster.busTlsCa", "the length of a path"),
          Map.entry("auth.mode", "has two values"),
          Map.entry("auth.allowOpenRemote", "has no bounds"),
          Map.entry("chats.createdBy", "has two values"),
          Map.entry("chats.maxMembers", "REST only; RestTest"),
          Map.entry("contract.dir", "the length of a path"),
          Map.entry("management.host", "an address of the machine"),
          Map.entry("management.port", "a port of the machine; the least is the default"),
          Map.entry("edge.heartbeatMs = 3600000", "edge.idleTimeoutMs has the same bound"),
          Map.entry("edge.idleTimeoutMs = 100", "edge.heartbeatMs has the same bound"));

  /** Sections that a node on its own, in open mode, does not look at. */
  private static final List<String> NEED_A_MODE = List.of("cluster", "auth.jwt", "http.tls");

  /** Without which a bound would not be felt. */
  private static final Map<String, Map<String, String>> FELT_WITH =
      Map.of("drain.batchPauseMs = 0", Map.of("drain.batchSize", "1"));

  private static final Vertx CLIENTS = Vertx.vertx();

  @TempDir private Path data;

  /**
   * A setting at one of its bounds.
   *
   * @param value as an environment variable gives it
   */
  record Bound(Leaf leaf, long size, String value) {
    static Stream<Bound> of(Leaf leaf) {
      Setting setting = leaf.component().getAnnotation(Setting.class);
      return leaf.kind() == Kind.TRUTH
          ? Stream.empty()
          : Stream.of(setting.min(), setting.max()).map(size -> new Bound(leaf, size));
    }

    Bound(Leaf leaf, long size) {
      this(leaf, size, value(leaf, size));
    }

    private static String value(Leaf leaf, long size) {
      return switch (leaf.kind()) {
        case NUMBER, TRUTH -> Long.toString(size);
        case TEXT -> "x".repeat((int) size);
        case LIST ->
            IntStream.range(0, (int) size)
                .mapToObj(at -> entry(leaf, at))
                .collect(Collectors.joining(","));
      };
    }

    /** Of what the list takes; ours, 127.0.0.1, is the first address. */
    private static String entry(Leaf leaf, int at) {
      return leaf.key().equals("http.origins")
          ? "https://a" + at + ".example"
          : "127.0." + at / 250 + "." + (at % 250 + 1);
    }

    @Override
    public String toString() {
      return leaf.key() + " = " + size;
    }
  }

  private static Stream<Bound> all() {
    return Leaf.BY_KEY.values().stream().flatMap(Bound::of);
  }

  static Stream<Bound> ofANode() {
    return all()
        .filter(bound -> !NEED_A_MODE.contains(bound.leaf().section()))
        .filter(bound -> !LEFT_OUT.containsKey(bound.leaf().key()))
        .filter(bound -> !LEFT_OUT.containsKey(bound.toString()));
  }

  @AfterAll
  static void close() {
    CLIENTS.close().await();
  }

  @ParameterizedTest
  @MethodSource("ofANode")
  void nodeServesAndDrains(Bound bound) throws Exception {
    Map<String, String> settings = withCompanions(bound);
    int sockets = bound.toString().equals("http.maxConnections = 1") ? 1 : SOCKETS;
    List<BridgeSocket> open = new ArrayList<>();
    try (ServerLog log = ServerLog.open()) {
      try (TestNode node = TestNode.start(data, settings, UnaryOperator.identity())) {
        for (int i = 0; i < sockets; i++) {
          open.add(BridgeSocket.raw(CLIENTS, node.port()));
          converse(open.get(i));
        }
      }
      assertThat(log.stackTraces()).isEmpty();
    } finally {
      open.forEach(BridgeSocket::close);
    }
  }

  @Test
  void nodeOfAClusterServesAndDrains() throws Exception {
    TestCluster cluster = new TestCluster();
    List<Bound> names = Bound.of(Leaf.BY_KEY.get("cluster.name")).toList();
    List<Bound> timeouts = Bound.of(Leaf.BY_KEY.get("cluster.failureTimeoutMs")).toList();
    try (ServerLog log = ServerLog.open()) {
      for (int i = 0; i < names.size(); i++) {
        Map<String, String> settings =
            Map.of(timeouts.get(i).leaf().variable(), timeouts.get(i).value());
        String name = names.get(i).value();
        TestCluster.Member member = cluster.start(name, settings, UnaryOperator.identity());
        try (BridgeSocket socket = cluster.connect(member)) {
          converse(socket);
        }
        cluster.stop(member);
      }
      assertThat(log.stackTraces()).isEmpty();
    } finally {
      cluster.close();
    }
  }

  /** Says something, hears it, and stops listening. */
  private static void converse(BridgeSocket socket) throws Exception {
    String address = Frames.newAddress();
    String send = Frames.send(address, Frames.message("hello"), "reply");
    assertThat(ask(socket, send).getString("address")).isEqualTo("reply");
    assertThat(ask(socket, Frames.register(address, 0L)).getString("event"))
        .isEqualTo("registered");
    assertThat(socket.nextJson().getJsonObject("body").getString("content")).isEqualTo("hello");
    socket.send(Frames.unregister(address));
  }

  private static JsonObject ask(BridgeSocket socket, String frame) throws Exception {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      JsonObject answer = new JsonObject(socket.ask(frame));
      if (!TRANSIENT.contains(answer.getInteger("failureCode", 0))) {
        assertThat(answer.getString("type")).as(answer.encode()).isNotEqualTo("err");
        return answer;
      }
      long until = System.nanoTime() + waitNanos(answer);
      Await.until("the time to ask again", () -> System.nanoTime() - until > 0);
    }
    throw new AssertionError("refused again and again: " + frame);
  }

  private static long waitNanos(JsonObject refusal) {
    return TimeUnit.MILLISECONDS.toNanos(refusal.getLong("retryAfterMs", 0L));
  }

  @Test
  void whatIsLeftOutIsThere() {
    Stream<String> keys = Stream.concat(Leaf.BY_KEY.keySet().stream(), all().map(Bound::toString));
    assertThat(keys.toList()).containsAll(LEFT_OUT.keySet()).containsAll(FELT_WITH.keySet());
  }

  /** As environment variables; the other settings of a rule go to a bound of theirs, too. */
  private static Map<String, String> withCompanions(Bound bound) {
    Map<String, String> values = new TreeMap<>();
    values.put(bound.leaf().key(), bound.value());
    values.putAll(FELT_WITH.getOrDefault(bound.toString(), Map.of()));
    while (true) {
      Map<String, String> variables =
          values.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      e -> Leaf.BY_KEY.get(e.getKey()).variable(), Map.Entry::getValue));
      try {
        ConfigLoader.load(Path.of(""), Optional.empty(), variables);
        return variables;
      } catch (ConfigException broken) {
        adjust(bound, values, broken);
      }
    }
  }

  /** To the greatest first, then to the least. */
  private static void adjust(Bound bound, Map<String, String> values, ConfigException broken) {
    boolean changed = false;
    for (Problem problem : broken.details()) {
      for (String key : problem.keys()) {
        List<String> bounds = Bound.of(Leaf.BY_KEY.get(key)).map(Bound::value).toList();
        String next = values.containsKey(key) ? bounds.get(0) : bounds.get(1);
        changed |= !key.equals(bound.leaf().key()) && !next.equals(values.put(key, next));
      }
    }
    assertThat(changed).as(bound + " can never be: " + broken.problems()).isTrue();
  }
}
