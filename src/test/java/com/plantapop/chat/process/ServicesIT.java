package com.plantapop.chat.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.examples.GreeterService;
import com.plantapop.chat.examples.PlainService;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServiceProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Services as processes of their own, in one Hazelcast cluster with two of the jar. */
@ExtendWith(VertxExtension.class)
class ServicesIT {
  private static final int HELLOS = 10;

  @TempDir private static Path directory;
  private static ComposedCluster cluster;
  private static List<String> nodes;
  private Vertx vertx;

  @BeforeAll
  static void create() throws Exception {
    cluster = new ComposedCluster(directory, Map.of("CHAT_INGEST_DEADLINE_MS", "2000"));
    nodes = cluster.nodes().subList(0, 2);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    this.vertx = vertx;
    cluster.run(nodes);
  }

  private BridgeSocket socket(String node) throws Exception {
    return BridgeSocket.raw(vertx, cluster.host(node), cluster.port(node));
  }

  private static String member() {
    return cluster.host(nodes.get(1)) + ":5701";
  }

  @Test
  void serviceWithoutOurJarTalksWithBrowsersOfAllNodes() throws Exception {
    String address = Frames.newAddress();
    List<BridgeSocket> readers = List.of(socket(nodes.get(0)), socket(nodes.get(1)));
    for (BridgeSocket reader : readers) {
      reader.register(address, null);
    }
    try (ServiceProcess service =
        ServiceProcess.startPlain(
            directory, PlainService.class, cluster.nobody(), member(), address)) {
      for (BridgeSocket reader : readers) {
        assertThat(seqAndContent(reader.nextJson())).isEqualTo("1 from a service");
        // Both nodes saw the raw publish, and it is one event.
        assertThat(seqAndContent(reader.nextJson())).isEqualTo("2 published");
        assertThat(reader.isQuiet()).isTrue();
      }
      service.awaitLine("history 1");
      List<String> answers =
          service.lines().stream().filter(line -> line.matches("(ack|ref).*")).toList();
      assertThat(answers.get(0)).contains("\"seq\":1").doesNotContain("duplicate");
      assertThat(answers.get(1)).contains("\"seq\":1").contains("\"duplicate\":true");
      assertThat(answers.get(2)).startsWith("refused 409 ");

      BridgeSocket sender = socket(nodes.get(0));
      long seq = acknowledged(sender, address, "from a browser");
      service.awaitLine("heard " + seq + " from a browser");
    }
  }

  @Test
  void serviceWithOurJarAnswersEachEventOnceThoughANodeDies() throws Exception {
    String chat = Frames.newChatId();
    String address = "chat." + chat;
    BridgeSocket sender = socket(nodes.get(1));
    acknowledged(sender, address, "hello 0");
    try (ServiceProcess service =
        ServiceProcess.start(directory, GreeterService.class, cluster.nobody(), member(), chat)) {
      service.awaitLine("greeted 1");
      say(sender, address, 1, HELLOS);
      cluster.process(nodes.get(0)).kill();
      say(sender, address, HELLOS + 1, HELLOS);
      Await.until("all greetings", () -> greeted(service) == 2 * HELLOS + 1);

      BridgeSocket reader = socket(nodes.get(1));
      reader.register(address, 0L);
      List<String> greetings = new ArrayList<>();
      for (int seq = 1; seq <= 2 * (2 * HELLOS + 1); seq++) {
        String line = seqAndContent(reader.nextJson());
        assertThat(line).startsWith(seq + " ");
        if (line.contains(" re: ")) {
          greetings.add(line.substring(line.indexOf("re: ")));
        }
      }
      assertThat(reader.isQuiet()).isTrue();
      assertThat(greetings)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(0, 2 * HELLOS).mapToObj(i -> "re: hello " + i).toList());
    }
  }

  private static long greeted(ServiceProcess service) throws Exception {
    return service.lines().stream().filter(line -> line.startsWith("greeted")).count();
  }

  private static void say(BridgeSocket sender, String address, int first, int count)
      throws Exception {
    for (int i = first; i < first + count; i++) {
      acknowledged(sender, address, "hello " + i);
    }
  }

  private static long acknowledged(BridgeSocket sender, String address, String content)
      throws Exception {
    JsonObject answer = sender.submit(address, Frames.message(content));
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
    return answer.getJsonObject("body").getLong("seq");
  }

  private static String seqAndContent(JsonObject frame) {
    String seq = frame.getJsonObject("headers").getString("seq");
    return seq + " " + frame.getJsonObject("body").getString("content");
  }
}
