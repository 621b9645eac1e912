package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.RawClient;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sockets of every transport come, talk and go in any way, and leave nothing behind. In a build
 * they are a few thousand; {@code -Dchat.soak.sockets=200000} makes them more.
 */
class SoakTest {
  private static final int SOCKETS = Integer.getInteger("chat.soak.sockets", 3_000);
  private static final int WARM_UP = Math.min(SOCKETS, 5_000);
  private static final int CLIENTS = 16;
  private static final int CHATS = 500;
  private static final int KINDS = 7;
  private static final long SLACK_BYTES = 24 << 20;
  private static final int SLACK_DESCRIPTORS = 8;

  @TempDir private Path data;
  private TestNode node;
  private final AtomicInteger failures = new AtomicInteger();

  private static long memoryInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void nothingIsLeftOfSocketsThatHaveGone() throws Exception {
    Map<String, String> settings = Map.of("CHAT_HUB_LINGER_MS", "500");
    try (ServerLog log = ServerLog.open();
        TestNode started = TestNode.start(data, settings, UnaryOperator.identity())) {
      node = started;
      comeAndGo(WARM_UP);
      long memory = memoryInUse();
      long descriptors = descriptors();

      comeAndGo(SOCKETS);

      assertThat(log.warnings()).isEmpty();
      System.out.printf(
          "soak: %,d sockets, memory %,d -> %,d bytes, descriptors %d -> %d, %s%n",
          SOCKETS, memory, memoryInUse(), descriptors, descriptors(), node.usage());
      assertThat(failures.get()).isZero();
      assertThat(memoryInUse()).isLessThan(memory + SLACK_BYTES);
      assertThat(descriptors()).isLessThan(descriptors + SLACK_DESCRIPTORS);
    }
  }

  private void comeAndGo(int sockets) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    for (int i = 0; i < sockets; i++) {
      int number = i;
      clients.execute(() -> comeAndGo(new Random(number), number));
    }
    clients.shutdown();
    assertThat(clients.awaitTermination(25, TimeUnit.MINUTES)).isTrue();
    Await.until(
        "nobody: " + node.usage(), () -> node.usage().equals(new EdgeVerticle.Usage(0, 0, 0, 0)));
  }

  private void comeAndGo(Random random, int number) {
    String address = "chat." + "%024x".formatted(random.nextInt(CHATS));
    String session = "/eventbus/0/soak" + number + "x" + System.nanoTime();
    try (RawClient client = new RawClient(node.port())) {
      talk(client, session, address, number % KINDS);
      if (random.nextBoolean()) {
        client.reset();
      }
    } catch (IOException | AssertionError e) {
      if (failures.getAndIncrement() < 3) {
        System.out.println("soak: kind " + number % KINDS + ": " + e);
      }
    }
  }

  private void talk(RawClient client, String session, String address, int kind) throws IOException {
    String register = Frames.register(address, null);
    String many = new JsonArray().add(register).encode();
    switch (kind) {
      case 0 -> {
        assertThat(client.handshake("/eventbus/websocket", "")).isEqualTo(101);
        client.frame(RawClient.TEXT, register);
        client.expect(RawClient.TEXT, "registered");
        client.frame(RawClient.TEXT, Frames.publish(address, Frames.message("soak")));
      }
      case 1 -> {
        assertThat(client.handshake(session + "/websocket", "")).isEqualTo(101);
        client.frame(RawClient.TEXT, many);
        client.expect(RawClient.TEXT, "o");
        client.expect(RawClient.TEXT, "registered");
        client.frame(0x80 | RawClient.CLOSE, new byte[] {3, (byte) 0xE8});
        client.next(RawClient.CLOSE);
      }
      case 2 -> {
        assertThat(post(client, session + "/xhr", "")).contains("o\n");
        assertThat(post(client, session + "/xhr_send", many)).contains(" 204 ");
        assertThat(post(client, session + "/xhr", "")).contains("registered");
      }
      case 3 -> stream(client, session, "POST", "/xhr_streaming", many);
      case 4 -> stream(client, session, "GET", "/eventsource", many);
      case 5 -> stream(client, session, "GET", "/htmlfile?c=f", many);
      default -> {
        assertThat(client.request("GET", session + "/jsonp?c=f", "").answer()).contains("f(\"o\")");
        assertThat(post(client, session + "/xhr_send", many)).contains(" 204 ");
        assertThat(client.request("GET", session + "/jsonp?c=f", "").answer())
            .contains("registered");
      }
    }
  }

  private static String post(RawClient client, String target, String body) throws IOException {
    return client
        .request("POST", target, "Content-Length: " + body.length() + "\r\n", body)
        .answer();
  }

  private void stream(RawClient client, String session, String method, String kind, String body)
      throws IOException {
    client.request(method, session + kind, method.equals("POST") ? "Content-Length: 0\r\n" : "");
    assertThat(client.head()).contains(" 200 ");
    try (RawClient poster = new RawClient(node.port())) {
      assertThat(post(poster, session + "/xhr_send", body)).contains(" 204 ");
    }
  }
}
