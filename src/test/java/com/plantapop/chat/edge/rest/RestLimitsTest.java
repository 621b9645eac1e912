package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How fast one person may ask over REST. */
@Timeout(60)
class RestLimitsTest {
  /** Of a person; a quarter of it is a socket's. */
  private static final int BURST = 40;

  private static final int SENDS = 5;

  /** As it is by default. */
  private static final int MAX_REQUESTS = 16;

  private static final String ANN = "ann@example.com";
  private static final String BOB = "bob@example.com";

  @TempDir private Path data;
  private final String id = Frames.newChatId();
  private final String messages = "/chats/" + id + "/messages";
  private TestNode node;
  private Rest service;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings =
        Map.of(
            "CHAT_AUTH_MODE", "jwt",
            "CHAT_AUTH_JWT_SECRET", Jwts.SECRET,
            "CHAT_EDGE_FRAMES_PER_SECOND", "1",
            "CHAT_EDGE_FRAME_BURST", "" + BURST / 4,
            "CHAT_EDGE_FRAMES_PER_SECOND_PER_IDENTITY", "1",
            "CHAT_INGEST_SENDS_PER_SECOND_PER_CHAT", "1",
            "CHAT_INGEST_SEND_BURST_PER_CHAT", "" + SENDS);
    node = TestNode.start(data, settings, UnaryOperator.identity());
    service = Chats.service(node.port());
    JsonObject chat = new JsonObject().put("id", id).put("members", new JsonArray().add(ANN));
    assertThat(service.post("/chats", chat.encode()).status()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Rest as(String email) {
    return new Rest(node.port(), Jwts.of(email));
  }

  private List<Answer> read(Rest rest, int times) throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(rest.get(messages));
    }
    return answers;
  }

  private static void assertTooFast(Answer answer) {
    assertProblem(429, answer);
    long ms = answer.json().getLong("retryAfterMs");
    assertThat(ms).isPositive();
    assertThat(answer.header("retry-after")).contains("" + (ms + 999) / 1_000);
  }

  @Test
  void requestsOfOnePersonAreBounded() throws Exception {
    List<Answer> answers = read(as(ANN), 2 * BURST);

    assertThat(answers.subList(0, BURST)).allMatch(answer -> answer.status() == 200);
    answers.stream()
        .filter(answer -> answer.status() != 200)
        .forEach(RestLimitsTest::assertTooFast);
    assertThat(answers).anyMatch(answer -> answer.status() == 429);
    assertThat(read(as(BOB), 1).get(0).status()).isEqualTo(403);
  }

  /** Each may be a megabyte that nobody reads. */
  @Test
  void fewRequestsOfOnePersonAreUnderWay(@TempDir Path other) throws Exception {
    Promise<Void> gate = Promise.promise();
    AtomicBoolean isHeld = new AtomicBoolean();
    Future<?> atOnce = Future.succeededFuture();
    UnaryOperator<EventStore> slow =
        DisturbedStore.withReadsAfter(chat -> isHeld.get() ? gate.future() : atOnce);
    Map<String, String> settings =
        Limits.farOff(Map.of("CHAT_AUTH_MODE", "jwt", "CHAT_AUTH_JWT_SECRET", Jwts.SECRET));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TestNode held = TestNode.start(other, settings, slow)) {
      Chats.create(held.port(), "chat." + id, ANN, BOB);
      isHeld.set(true);
      Rest ann = new Rest(held.port(), Jwts.of(ANN));
      CompletionService<Answer> answers = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < MAX_REQUESTS + 1; i++) {
        answers.submit(() -> ann.get(messages));
      }
      assertTooFast(answers.take().get());
      Rest bob = new Rest(held.port(), Jwts.of(BOB));
      answers.submit(() -> bob.get(messages));
      gate.complete();
      for (int i = 0; i < MAX_REQUESTS + 1; i++) {
        assertThat(answers.take().get().status()).isEqualTo(200);
      }
      assertThat(ann.get(messages).status()).isEqualTo(200);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void listsAreCountedLikeEverythingElse() throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      answers.add(as(ANN).get(i % 2 == 0 ? "/chats" : "/chats/notifications/" + ANN));
    }
    answers.addAll(read(as(ANN), BURST));

    assertThat(answers.subList(0, BURST)).allMatch(answer -> answer.status() == 200);
    assertThat(answers.subList(BURST, 2 * BURST)).anyMatch(answer -> answer.status() == 429);
  }

  @Test
  void framesAndRequestsAreCountedTogether() throws Exception {
    read(as(ANN), 2 * BURST);

    try (BridgeSocket socket = BridgeSocket.withToken(node.vertx(), node.port(), Jwts.of(ANN))) {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < BURST / 4; i++) {
        answers.add(socket.ask(Frames.send("chat.session", "{}", "who")));
      }
      assertThat(answers).anyMatch(answer -> answer.contains("\"failureCode\":429"));
    }
  }

  @Test
  void servicesSpeakForMany() throws Exception {
    assertThat(read(service, 2 * BURST)).allMatch(answer -> answer.status() == 200);
  }

  @Test
  void messagesInOneChatAreBoundedAsOnTheBridge() throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 3 * SENDS; i++) {
      answers.add(as(ANN).post(messages, "{\"content\":\"x\"}"));
    }

    assertThat(answers.subList(0, SENDS)).allMatch(answer -> answer.status() == 201);
    List<Answer> refused = answers.stream().filter(answer -> answer.status() != 201).toList();
    assertThat(refused).isNotEmpty().allSatisfy(RestLimitsTest::assertTooFast);
  }
}
