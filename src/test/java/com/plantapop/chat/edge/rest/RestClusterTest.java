package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.edge.rest.ThreeNodes.Bus;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Members of chats on three nodes: what is said on one holds on all, bus or not. */
@Timeout(120)
class RestClusterTest {
  private static final String ANN = "ann@x.example";
  private static final String BOB = "bob@x.example";
  private static final String EVE = "eve@x.example";
  private static final List<String> LOGS = List.of("", ".receipts", ".members");

  private static ThreeNodes nodes;

  private final String id = Frames.newChatId();
  private final String address = "chat." + id;
  private final String path = "/chats/" + id;

  @BeforeAll
  static void start() throws Exception {
    nodes = new ThreeNodes("members");
  }

  @AfterEach
  void reset() {
    nodes.reset();
  }

  @AfterAll
  static void stop() throws Exception {
    nodes.close();
  }

  private static void assertForbidden(JsonObject frame) {
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
    assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(403);
  }

  @Test
  void membersMeetWhereverTheyAre() throws Exception {
    BridgeSocket ann = nodes.open(ANN, 1);
    BridgeSocket bob = nodes.open(BOB, 2);
    Chats.create(nodes.port(0), address, ANN, BOB);

    ann.register(address, 0L);
    JsonObject sent = bob.submit(address, "{\"content\":\"hello\"}").getJsonObject("body");
    JsonObject event = ann.nextJson().getJsonObject("body");
    assertThat(event.getString("content")).isEqualTo("hello");
    assertThat(event.getString("sender")).isEqualTo(BOB);
    String receipt = new JsonObject().put("messageId", sent.getString("id")).encode();
    assertThat(ann.submit(address + ".receipts", receipt).getString("type")).isEqualTo("rec");
    String history = Frames.send(address + ".history", "{}", "past");
    assertThat(new JsonObject(bob.ask(history)).getJsonObject("body").getInteger("head"))
        .isEqualTo(1);
    for (int node = 0; node < 3; node++) {
      JsonObject chat = nodes.as(ANN, node).get(path).json();
      assertThat(chat.getJsonArray("members")).containsExactly(ANN, BOB);
      assertThat(chat.getInteger("head")).isEqualTo(1);
      assertThat(chat.getInteger("receiptsHead")).isEqualTo(1);
      assertThat(nodes.as(BOB, node).get(path + "/messages").json().getJsonArray("events"))
          .hasSize(1);
    }
  }

  @Test
  void othersAreTurnedAwayEverywhereAndNothingIsStored() throws Exception {
    Chats.create(nodes.port(0), address, ANN);
    for (int node = 0; node < 3; node++) {
      BridgeSocket eve = nodes.open(EVE, node);
      for (String log : LOGS) {
        assertForbidden(eve.submit(address + log, "{\"messageId\":\"" + UUID.randomUUID() + "\"}"));
        assertForbidden(new JsonObject(eve.ask(Frames.publish(address + log, "{}"))));
        assertForbidden(new JsonObject(eve.ask(Frames.register(address + log, 0L))));
        String history = Frames.send(address + log + ".history", "{}", "past");
        assertForbidden(new JsonObject(eve.ask(history)));
      }
      for (String log : List.of("", "/messages", "/receipts", "/members")) {
        assertProblem(403, nodes.as(EVE, node).get(path + log));
      }
      assertProblem(403, nodes.as(EVE, node).post(path + "/messages", "{}"));
      assertProblem(403, nodes.as(EVE, node).put(path + "/members/" + EVE));
    }
    ChatId chat = new ChatId(id);
    Map<Address, Long> heads =
        nodes
            .store()
            .heads(List.of(Address.messages(chat), Address.receipts(chat), Address.members(chat)))
            .await();
    assertThat(heads.values()).containsExactlyInAnyOrder(0L, 0L, 1L);
  }

  @Test
  void whoeverIsAddedNeedsNoReconnect() throws Exception {
    Chats.create(nodes.port(0), address, ANN);
    List<BridgeSocket> eves = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      BridgeSocket eve = nodes.open(EVE, node);
      eves.add(eve);
      assertForbidden(new JsonObject(eve.ask(Frames.register(address, 0L))));
    }
    nodes.bus(Bus.IS_CUT); // Nobody is refused before the store was asked.
    assertThat(nodes.service(1).put(path + "/members/" + EVE).status()).isEqualTo(204);
    for (BridgeSocket eve : eves) {
      eve.register(address, null);
      assertThat(eve.submit(address + ".receipts", "{}").getInteger("failureCode"))
          .isNotEqualTo(403);
    }
  }

  /** On each event loop, of which one is the chat's. */
  @Test
  void whoeverIsAddedAgainIsNotRefusedByTheMembersOfBefore() throws Exception {
    Chats.create(nodes.port(0), address, ANN, EVE);
    for (int i = 0; i < 4; i++) {
      BridgeSocket eve = nodes.open(EVE, 1);
      eve.register(address, null);
      nodes.bus(Bus.WORKS);
      assertThat(nodes.service(0).delete(path + "/members/" + EVE).status()).isEqualTo(204);
      assertForbidden(eve.nextJson());
      nodes.bus(Bus.IS_CUT); // So that the node must ask.
      assertThat(nodes.service(0).put(path + "/members/" + EVE).status()).isEqualTo(204);
      eve.register(address, null);
    }
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void removalEndsSubscriptionsOnEveryNode(Bus bus) throws Exception {
    Chats.create(nodes.port(0), address, ANN, BOB);
    BridgeSocket ann = nodes.open(ANN, 2);
    ann.register(address, 0L);
    List<BridgeSocket> bobs = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      BridgeSocket bob = nodes.open(BOB, node);
      bobs.add(bob);
      for (String log : LOGS) {
        bob.register(address + log, 0L);
      }
    }
    nodes.bus(bus);
    if (bus == Bus.IS_CUT) {
      assertThat(nodes.service(0).post(path + "/messages", "{}").status()).isEqualTo(201);
      assertThat(ann.isQuiet()).as("nothing gets through").isTrue();
    }
    assertThat(nodes.service(0).delete(path + "/members/" + BOB).status()).isEqualTo(204);
    long removed = System.nanoTime();
    for (BridgeSocket bob : bobs) {
      assertThat(endedAt(bob))
          .isEqualTo(Set.of(address, address + ".receipts", address + ".members"));
    }
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - removed);
    assertThat(took).as("ms until all subscriptions had ended").isLessThan(2_000);
    for (BridgeSocket bob : bobs) {
      assertForbidden(bob.submit(address, "{}"));
      assertForbidden(new JsonObject(bob.ask(Frames.register(address, 0L))));
    }
    ann.send(Frames.send(address, "{}", "reply"));
    JsonObject frame = ann.nextJson();
    while (!frame.getString("address").equals("reply")) {
      frame = ann.nextJson(); // what the bus has lost may have been found
    }
    assertThat(frame.getString("type")).isEqualTo("rec");
  }

  /** Where subscriptions have ended; events of before are skipped. */
  private static Set<String> endedAt(BridgeSocket socket) throws Exception {
    Set<String> ended = new HashSet<>();
    while (ended.size() < LOGS.size()) {
      JsonObject frame = socket.nextJson();
      if (frame.getString("type").equals("err")) {
        assertForbidden(frame);
        assertThat(ended.add(frame.getString("address"))).as(frame.encode()).isTrue();
      }
    }
    return ended;
  }

  @Test
  void nodesThatCreateAChatAtOnceCreateOne() throws Exception {
    for (int round = 0; round < 20; round++) {
      String chatId = UUID.randomUUID().toString();
      JsonArray members = new JsonArray().add(ANN).add(BOB).add(EVE);
      String body = new JsonObject().put("chatId", chatId).put("members", members).encode();
      List<CompletableFuture<Answer>> asked = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Rest service = nodes.service(i % 3);
        asked.add(CompletableFuture.supplyAsync(() -> create(service, body)));
      }
      List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
      assertThat(answers)
          .allSatisfy(each -> assertThat(each.status()).as(each.body()).isIn(200, 201));
      assertThat(answers.stream().filter(each -> each.status() == 201)).hasSize(1);
      assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
      assertThat(
              nodes
                  .as(BOB, round % 3)
                  .get("/chats/" + chatId + "/members")
                  .json()
                  .getInteger("head"))
          .isEqualTo(3);
    }
  }

  private static Answer create(Rest service, String body) {
    try {
      return service.post("/chats", body);
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }
}
