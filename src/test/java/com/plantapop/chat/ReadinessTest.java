package com.plantapop.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks whether a node is ready learns it at once, and costs next to nothing. */
@Timeout(60)
class ReadinessTest {
  private static final int ASKERS = 500;

  @TempDir private Path data;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger checks = new AtomicInteger();
  private volatile Supplier<Future<Void>> check = Future::succeededFuture;
  private volatile Future<Void> appends = Future.succeededFuture();

  private TestNode node() throws Exception {
    return TestNode.start(data, Map.of(), this::watched);
  }

  /** The real store, but for its checks and the start of its appends. */
  private EventStore watched(EventStore store) {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, arguments) -> call(store, method, arguments));
  }

  private Object call(EventStore store, Method method, Object[] arguments) throws Exception {
    return switch (method.getName()) {
      case "check" -> {
        checks.incrementAndGet();
        yield check.get();
      }
      case "append" -> append(store, (List<?>) arguments[0]);
      default -> method.invoke(store, arguments);
    };
  }

  private List<Future<AppendResult>> append(EventStore store, List<?> runs) {
    return runs.stream()
        .map(run -> appends.compose(open -> store.append(List.of((Run) run)).get(0)))
        .toList();
  }

  private CompletableFuture<Integer> ask(int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready")).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private int status(int port) throws Exception {
    return ask(port).get(20, TimeUnit.SECONDS);
  }

  @Test
  void askersShareOneCheckASecond() throws Exception {
    try (TestNode node = node()) {
      long start = System.nanoTime();
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, ASKERS).mapToObj(i -> ask(node.port())).toList();
      for (CompletableFuture<Integer> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      assertThat(checks.get()).isBetween(1, (int) seconds + 1);
    }
  }

  @Test
  void whatTheStoreSaysIsKnownASecondLater() throws Exception {
    try (TestNode node = node()) {
      assertThat(status(node.port())).isEqualTo(200);
      check = () -> Future.failedFuture("disk full");
      Await.until("the disk to be full", () -> status(node.port()) == 503);
      check = Future::succeededFuture;
      Await.until("the disk to have room", () -> status(node.port()) == 200);
    }
  }

  @Test
  void checkThatHangsIsOneCheckAndNotWaitedFor() throws Exception {
    Promise<Void> hanging = Promise.promise();
    check = hanging::future;
    try (TestNode node = node()) {
      CompletableFuture<Integer> first = ask(node.port());
      CompletableFuture<Integer> second = ask(node.port());
      assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(503);
      assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(503);
      assertThat(status(node.port())).isEqualTo(503);
      assertThat(checks).hasValue(1);

      check = Future::succeededFuture;
      hanging.complete();
      Await.until("the store to be asked again", () -> status(node.port()) == 200);
    }
  }

  /** A check that would be made anew could only succeed here. */
  @Test
  void drainShowsAtOnce() throws Exception {
    Promise<Void> gate = Promise.promise();
    appends = gate.future();
    TestNode node = node();
    try (BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      socket.send(Frames.send(Frames.newAddress(), Frames.message("under way"), "reply"));
      assertThat(socket.isQuiet()).isTrue();
      CompletableFuture<Void> stop = CompletableFuture.runAsync(node::close);
      int known;
      do {
        known = checks.get();
      } while (status(node.port()) == 200);
      assertThat(checks).hasValue(known);
      assertThat(status(node.port())).isEqualTo(503);

      gate.complete();
      stop.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void nodeThatHasLostItsClusterIsNotReady() throws Exception {
    TestCluster cluster = new TestCluster();
    try {
      TestCluster.Member member = cluster.start("ready", Map.of(), UnaryOperator.identity());
      assertThat(status(member.node().port())).isEqualTo(200);
      Hazelcast.getAllHazelcastInstances().forEach(HazelcastInstance::shutdown);
      assertThat(status(member.node().port())).isEqualTo(503);
    } finally {
      cluster.close();
    }
  }

  /** A balancer asks at the address of the pod, and a script without a word about it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1\r\nHost: 10.1.2.3:8080\r\nConnection: close",
        "HTTP/1.1\r\nHost: anywhere.example\r\nConnection: close",
        "HTTP/1.0"
      })
  void answersWhateverNameItIsAskedBy(String head) throws Exception {
    try (TestNode node = node();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout(20_000);
      String request = "GET /health/ready " + head + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(statusLine(socket)).contains(" 200 ");
    }
  }

  private static String statusLine(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes("HTTP/1.1 200 OK".length()), StandardCharsets.US_ASCII);
  }
}
