package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.DisturbedStore.Disturbance;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** REST while the store is in trouble: one answer in time, which says what is known. */
@Timeout(60)
class RestTroubleTest {
  private static final long DEADLINE_MS = 1_000;

  /** For the answer itself, on a busy machine. */
  private static final long GRACE_MS = 2_000;

  private final String id = Frames.newChatId();
  private final String path = "/chats/" + id;
  private final Promise<Void> readsGoOn = Promise.promise();
  private final AtomicInteger appends = new AtomicInteger();
  private volatile Future<?> reads = Future.succeededFuture();
  private volatile Disturbance disturbance = (runs, next) -> next.apply(runs);
  @TempDir private Path data;
  private TestNode node;
  private Rest rest;

  private void start(String... settings) throws Exception {
    Map<String, String> all = Map.of("CHAT_INGEST_DEADLINE_MS", "" + DEADLINE_MS);
    node =
        TestNode.start(
            data,
            settings.length == 0 ? all : Map.of(settings[0], settings[1], settings[2], settings[3]),
            store ->
                DisturbedStore.with((runs, next) -> disturbance.append(runs, next))
                    .apply(DisturbedStore.withReadsAfter(chat -> reads).apply(store)));
    rest = new Rest(node.port(), null);
  }

  @AfterEach
  void stop() {
    readsGoOn.tryComplete();
    node.close();
  }

  private String chat(String... members) {
    return new JsonObject().put("id", id).put("members", new JsonArray(List.of(members))).encode();
  }

  @Test
  void silentStoreIsNotWaitedFor() throws Exception {
    start();
    assertThat(rest.post("/chats", chat("a@x.example")).status()).isEqualTo(201);
    reads = readsGoOn.future();
    assertInTime(503, () -> rest.get(path));
    assertInTime(503, () -> rest.get(path + "/messages"));
    assertInTime(503, () -> rest.post(path + "/messages", "{}"));
    assertInTime(504, () -> rest.put(path + "/members/b@x.example"));
    assertInTime(504, () -> rest.post("/chats", chat("a@x.example")));
    readsGoOn.complete();
    Await.until("it goes on", () -> rest.get(path).status() == 200);
  }

  private interface Ask {
    Answer ask() throws Exception;
  }

  private static void assertInTime(int status, Ask question) throws Exception {
    long asked = System.nanoTime();
    assertProblem(status, question.ask());
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
    assertThat(took).isBetween(DEADLINE_MS / 2, DEADLINE_MS + GRACE_MS);
  }

  @Test
  void whoeverIsTooManyIsToldWhenToComeBack() throws Exception {
    start("CHAT_INGEST_MAX_QUEUED_EVENTS", "1", "CHAT_INGEST_MAX_QUEUED_PER_CHAT", "1");
    Promise<Void> goOn = Promise.promise();
    disturbance = (runs, next) -> hold(runs, next, goOn);
    CompletableFuture<Answer> first = CompletableFuture.supplyAsync(this::send);
    Await.until("the first is under way", () -> appends.get() == 1);
    Answer refused = rest.post(path + "/messages", "{}");
    assertProblem(503, refused);
    assertThat(refused.json().getInteger("retryAfterMs")).isEqualTo(250);
    assertThat(refused.header("retry-after")).contains("1");
    goOn.complete();
    assertThat(first.get(30, TimeUnit.SECONDS).status()).isEqualTo(201);
  }

  private Future<List<AppendResult>> hold(
      List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next, Promise<Void> goOn) {
    appends.incrementAndGet();
    return goOn.future().compose(open -> next.apply(runs));
  }

  private Answer send() {
    try {
      return rest.post(path + "/messages", "{}");
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  @Test
  void whatADyingNodeLeftHalfDoneIsFinished() throws Exception {
    start();
    disturbance = RestTroubleTest::firstEventOnly;
    assertProblem(504, rest.post("/chats", chat("a@x.example", "b@x.example", "c@x.example")));
    disturbance = (runs, next) -> next.apply(runs);

    assertProblem(404, rest.get(path));
    assertProblem(404, rest.put(path + "/members/d@x.example"));
    assertProblem(409, rest.post("/chats", chat("a@x.example")));
    assertProblem(409, rest.post("/chats", chat("d@x.example", "b@x.example", "c@x.example")));
    Answer done = rest.post("/chats", chat("a@x.example", "b@x.example", "c@x.example"));
    assertThat(done.status()).as(done.body()).isEqualTo(201);
    assertThat(done.json().getJsonArray("members"))
        .containsExactly("a@x.example", "b@x.example", "c@x.example");
    assertThat(rest.get(path + "/members").json().getInteger("head")).isEqualTo(3);
    assertThat(rest.get(path).status()).isEqualTo(200);
  }

  private static Future<List<AppendResult>> firstEventOnly(
      List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next) {
    List<Run> cut =
        runs.stream().map(run -> new Run(run.address(), run.events().subList(0, 1))).toList();
    assertThat(cut.get(0).address().kind()).isEqualTo(LogKind.MEMBERS);
    Refusal unknown = Refusal.of(Refusal.Code.UNKNOWN_OUTCOME, "gone");
    return next.apply(cut).compose(done -> Future.failedFuture(unknown));
  }
}
