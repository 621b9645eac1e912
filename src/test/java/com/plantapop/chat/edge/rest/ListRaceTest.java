package com.plantapop.chat.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreRefusals;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes and goes on three nodes at once, or on nodes that die: the list is as the log says. */
@Timeout(120)
class ListRaceTest {
  private static final String ANN = "ann@x.example";
  private static final String EVE = "eve@x.example";
  private static final Future<?> AT_ONCE = Future.succeededFuture();
  private static final Map<String, String> SETTINGS =
      Map.of("CHAT_AUTH_MODE", "jwt", "CHAT_AUTH_JWT_SECRET", Jwts.SECRET);

  private static final TestCluster CLUSTER = new TestCluster();
  private static final List<Member> NODES = new ArrayList<>();

  /** Of the first node: what comes before its appends to members logs. */
  private static final AtomicReference<Future<?>> APPENDS = new AtomicReference<>(AT_ONCE);

  /** Of the second node: what comes before it removes an entry. */
  private static final AtomicReference<Future<?>> LEAVES = new AtomicReference<>(AT_ONCE);

  private final String id = Frames.newChatId();
  private final String member = "/chats/" + id + "/members/" + EVE;

  @BeforeAll
  static void start() throws Exception {
    NODES.add(CLUSTER.start("lists", SETTINGS, DisturbedStore.with(ListRaceTest::append)));
    NODES.add(CLUSTER.start("lists", SETTINGS, DisturbedStore.withListsAfter(ListRaceTest::leave)));
    NODES.add(CLUSTER.start("lists", SETTINGS, UnaryOperator.identity()));
  }

  private static Future<List<AppendResult>> append(
      List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next) {
    boolean ofMembers =
        runs.stream().anyMatch(run -> run.address().equals(Address.members(run.address().chat())));
    return (ofMembers ? APPENDS.get() : AT_ONCE).compose(open -> next.apply(runs));
  }

  private static Future<?> leave(String method) {
    return method.equals("leave") ? LEAVES.get() : AT_ONCE;
  }

  @AfterEach
  void calm() {
    APPENDS.set(AT_ONCE);
    LEAVES.set(AT_ONCE);
  }

  @AfterAll
  static void stop() throws Exception {
    CLUSTER.close();
  }

  private static Rest service(int node) {
    return Chats.service(NODES.get(node).node().port());
  }

  private static CompletableFuture<Answer> later(int node, String method, String path) {
    return CompletableFuture.supplyAsync(() -> ask(service(node), method, path));
  }

  private static Answer ask(Rest rest, String method, String path) {
    try {
      return rest.ask(method, path, null);
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  private boolean isListed(int node) throws Exception {
    JsonArray chats =
        new Rest(NODES.get(node).node().port(), Jwts.of(EVE))
            .get("/chats")
            .json()
            .getJsonArray("chats");
    return chats.stream().anyMatch(chat -> ((JsonObject) chat).getString("id").equals(id));
  }

  private boolean isMember() throws Exception {
    return service(2).get("/chats/" + id).json().getJsonArray("members").contains(EVE);
  }

  private boolean hasEntry() {
    return CLUSTER.store().lists().of(EVE, Optional.empty(), 100).await().stream()
        .anyMatch(entry -> entry.chat().equals(new ChatId(id)));
  }

  private long head() {
    Address log = Address.members(new ChatId(id));
    return CLUSTER.store().heads(List.of(log)).await().get(log);
  }

  @Test
  void whatOneNodeChangesEveryNodeLists() throws Exception {
    Chats.create(service(0), "chat." + id, ANN);
    for (int node = 0; node < 3; node++) {
      assertThat(service(node).put(member).status()).isEqualTo(204);
      for (int other = 0; other < 3; other++) {
        assertThat(isListed(other)).isTrue();
      }
      assertThat(service((node + 1) % 3).delete(member).status()).isEqualTo(204);
      for (int other = 0; other < 3; other++) {
        assertThat(isListed(other)).isFalse();
      }
    }
  }

  /** Of a removal the last write comes only when the member is back. */
  @Test
  void removalThatIsLateTakesNobodyAwayWhoIsBack() throws Exception {
    Chats.create(service(0), "chat." + id, ANN, EVE);
    Promise<Void> late = Promise.promise();
    LEAVES.set(late.future());
    CompletableFuture<Answer> removal = later(1, "DELETE", member);
    Await.until("the log says so", () -> !isMember());
    assertThat(isListed(2)).isFalse();
    assertThat(service(0).put(member).status()).isEqualTo(204);
    late.complete();
    assertThat(removal.join().status()).isEqualTo(204);
    for (int node = 0; node < 3; node++) {
      assertThat(isListed(node)).isTrue();
    }
  }

  /** Between the two writes of an addition somebody else adds the same member, and removes it. */
  @Test
  void additionThatIsLateIsListed() throws Exception {
    Chats.create(service(1), "chat." + id, ANN);
    Promise<Void> late = Promise.promise();
    APPENDS.set(late.future());
    CompletableFuture<Answer> addition = later(0, "PUT", member);
    Await.until("its entry is there", this::hasEntry);
    assertThat(isListed(1)).isFalse();
    assertThat(service(1).put(member).status()).isEqualTo(204);
    assertThat(service(1).delete(member).status()).isEqualTo(204);
    assertThat(hasEntry()).isFalse();
    late.complete();
    assertThat(addition.join().status()).isEqualTo(204);
    assertThat(isMember()).isTrue();
    for (int node = 0; node < 3; node++) {
      assertThat(isListed(node)).isTrue();
    }
  }

  @Test
  void whoDiesBetweenTheWritesOfAnAdditionHasAddedNobody() throws Exception {
    Chats.create(service(1), "chat." + id, ANN);
    Refusal away = StoreRefusals.away();
    APPENDS.set(Future.failedFuture(away));
    assertThat(service(0).put(member).status()).isEqualTo(503);
    assertThat(hasEntry()).isTrue();
    assertThat(isListed(2)).isFalse();
    APPENDS.set(AT_ONCE);
    assertThat(service(2).put(member).status()).isEqualTo(204);
    assertThat(isListed(1)).isTrue();
  }

  @Test
  void whoDiesBetweenTheWritesOfARemovalHasRemoved() throws Exception {
    Chats.create(service(0), "chat." + id, ANN, EVE);
    Refusal away = StoreRefusals.away();
    LEAVES.set(Future.failedFuture(away));
    assertThat(service(1).delete(member).status()).isEqualTo(204);
    assertThat(hasEntry()).isTrue();
    assertThat(isListed(2)).isFalse();
    Await.until("who lists removes it", () -> !hasEntry());
    LEAVES.set(AT_ONCE);
    assertThat(service(0).put(member).status()).isEqualTo(204);
    assertThat(isListed(2)).isTrue();
  }

  @Test
  void whoeverWinsTheListSaysWhatTheLogSays() throws Exception {
    Chats.create(service(0), "chat." + id, ANN);
    int members = 0;
    for (int round = 0; round < 15; round++) {
      List<CompletableFuture<Answer>> asked = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        asked.add(later(i % 3, (round + i) % 2 == 0 ? "PUT" : "DELETE", member));
      }
      asked.add(CompletableFuture.supplyAsync(this::look));
      asked.forEach(CompletableFuture::join);
      boolean isMember = isMember();
      members += isMember ? 1 : 0;
      assertThat(isListed(round % 3)).as("round %d", round).isEqualTo(isMember);
    }
    assertThat(members).isBetween(1, 14);
    assertThat(head()).as("races were run").isGreaterThan(15);
  }

  /** Whoever lists tidies up, too. */
  private Answer look() {
    return ask(new Rest(NODES.get(2).node().port(), Jwts.of(EVE)), "GET", "/chats");
  }
}
