package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.edge.rest.ThreeNodes.Bus;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.Run;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deleted chat is gone on all nodes, at every door, for everybody, and for ever. */
@Timeout(120)
class DeletedChatTest {
  private static final String ANN = "ann@x.example";
  private static final String BOB = "bob@x.example";
  private static final String EVE = "eve@x.example";
  private static final List<String> LOGS = List.of("", ".receipts", ".members");

  private static ThreeNodes nodes;

  private final String id = Frames.newChatId();
  private final String address = "chat." + id;
  private final String path = "/chats/" + id;
  private final String chatId = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws Exception {
    nodes = new ThreeNodes("deleted");
  }

  @AfterEach
  void reset() {
    nodes.reset();
  }

  @AfterAll
  static void stop() throws Exception {
    nodes.close();
  }

  private String founding() {
    JsonArray members = new JsonArray().add(ANN).add(BOB);
    return new JsonObject().put("id", id).put("chatId", chatId).put("members", members).encode();
  }

  private static void assertGone(JsonObject frame) {
    assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(410);
  }

  /** A chat with a message and its receipt, whose logs Ann and Bob read. */
  private List<BridgeSocket> lively() throws Exception {
    assertThat(nodes.service(0).post("/chats", founding()).status()).isEqualTo(201);
    List<BridgeSocket> readers = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      readers.add(nodes.open(node == 1 ? BOB : ANN, node));
    }
    JsonObject sent = readers.get(1).submit(address, "{\"content\":\"for sale\"}");
    String read = "{\"messageId\":\"" + sent.getJsonObject("body").getString("id") + "\"}";
    assertThat(readers.get(0).submit(address + ".receipts", read).getString("type"))
        .isEqualTo("rec");
    for (BridgeSocket reader : readers) {
      for (String log : LOGS) {
        reader.register(address + log, null);
      }
    }
    return readers;
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void deletionEndsSubscriptionsOnEveryNode(Bus bus) throws Exception {
    List<BridgeSocket> readers = lively();
    nodes.bus(bus);
    assertThat(nodes.service(0).delete(path).status()).isEqualTo(204);
    long deleted = System.nanoTime();
    for (BridgeSocket reader : readers) {
      Set<String> ended = new HashSet<>();
      while (ended.size() < LOGS.size()) {
        JsonObject frame = reader.nextJson();
        assertGone(frame);
        assertThat(ended.add(frame.getString("address"))).isTrue();
      }
    }
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - deleted);
    assertThat(took).as("ms until all subscriptions had ended").isLessThan(2_000);
    for (int node = 0; node < 3; node++) {
      assertGoneFor(nodes.as(ANN, node), readers.get(node));
    }
    assertThat(readers.get(0).isQuiet()).isTrue();
  }

  private void assertGoneFor(Rest rest, BridgeSocket socket) throws Exception {
    for (String log : LOGS) {
      assertGone(new JsonObject(socket.ask(Frames.register(address + log, null))));
      assertGone(new JsonObject(socket.ask(Frames.register(address + log, 0L))));
      String past = Frames.send(address + log + ".history", "{\"after\":0}", "past");
      assertGone(new JsonObject(socket.ask(past)));
    }
    String receipt = "{\"messageId\":\"" + UUID.randomUUID() + "\"}";
    assertGone(socket.submit(address, "{\"content\":\"late\"}"));
    assertGone(socket.submit(address + ".receipts", receipt));
    for (String name : List.of(path, "/chats/" + chatId)) {
      assertProblem(410, rest.get(name));
      assertProblem(410, rest.get(name + "/messages"));
      assertProblem(410, rest.get(name + "/receipts?after=0"));
      assertProblem(410, rest.get(name + "/members"));
      assertProblem(410, rest.post(name + "/messages", "{}"));
      assertProblem(410, rest.post(name + "/receipts", receipt));
    }
  }

  @Test
  void servicesMeetTheSame() throws Exception {
    lively();
    assertThat(nodes.service(0).delete("/chats/" + chatId).status()).isEqualTo(204);
    for (LogKind kind : List.of(LogKind.MESSAGES, LogKind.RECEIPTS, LogKind.MEMBERS)) {
      // Not even the first event of several.
      Address log = new Address(new ChatId(id), kind);
      assertThat(nodes.store().readAfter(log, 0, 1, 1).map(read -> "").otherwise("gone").await())
          .isEqualTo("gone");
    }
    for (int node = 0; node < 3; node++) {
      Rest service = nodes.service(node);
      assertProblem(410, service.get(path));
      assertProblem(410, service.get(path + "/messages?before=2"));
      assertProblem(410, service.post(path + "/messages", "{}"));
      assertProblem(410, service.post(path + "/receipts", "{\"messageId\":\"" + chatId + "\"}"));
      assertProblem(410, service.put(path + "/members/" + EVE));
      assertProblem(410, service.delete(path + "/members/" + BOB));
      assertProblem(410, service.delete(path));
    }
  }

  @Test
  void namesAreNeverUsedAgain() throws Exception {
    lively();
    assertThat(nodes.service(0).delete(path).status()).isEqualTo(204);
    for (int node = 0; node < 3; node++) {
      assertProblem(410, nodes.service(node).post("/chats", founding()));
      String sameId = "{\"id\":\"" + id + "\",\"members\":[\"" + EVE + "\"]}";
      assertProblem(410, nodes.service(node).post("/chats", sameId));
      String sameChatId = "{\"chatId\":\"" + chatId + "\",\"members\":[\"" + EVE + "\"]}";
      assertProblem(410, nodes.service(node).post("/chats", sameChatId));
    }
  }

  @Test
  void onlyThoseWhoAdministerMayDelete() throws Exception {
    lively();
    assertProblem(403, nodes.as(ANN, 0).delete(path));
    assertProblem(403, nodes.as(EVE, 1).delete(path));
    assertProblem(404, nodes.service(2).delete("/chats/" + Frames.newChatId()));
    assertProblem(404, nodes.service(2).delete("/chats/" + UUID.randomUUID()));
    assertThat(nodes.as(ANN, 0).get(path).json().getInteger("head")).isEqualTo(1);
  }

  @Test
  void whatOneWhoDiedHasBegunIsFinished() throws Exception {
    lively();
    ChatId chat = new ChatId(id);
    Address members = Address.members(chat);
    long head = nodes.store().head(members).await();
    nodes.store().append(List.of(new Run(members, List.of(Event.grave(head))))).get(0).await();
    assertProblem(410, nodes.as(ANN, 1).get(path));
    assertThat(nodes.store().head(Address.messages(chat)).await()).isEqualTo(1);
    assertProblem(410, nodes.service(2).delete(path));
    assertProblem(410, nodes.service(0).post(path + "/messages", "{}"));
  }

  @Test
  void nothingIsAppendedBehindADeletionThatIsUnderWay() throws Exception {
    List<BridgeSocket> writers = lively();
    Chats.create(nodes.service(0), Frames.newAddress(), ANN); // Others go on.
    for (BridgeSocket writer : writers) {
      for (int i = 0; i < 40; i++) {
        writer.send(Frames.send(address, "{\"content\":\"" + i + "\"}", "r" + i));
      }
    }
    Answer deleted = nodes.service(1).delete(path);
    assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
    long acknowledged = 1;
    for (BridgeSocket writer : writers) {
      acknowledged += acknowledgedOf(writer, 40);
    }
    Position behind = new Position(Address.messages(new ChatId(id)), acknowledged + 2);
    assertThat(nodes.store().existing(List.of(behind)).await()).isEmpty();
  }

  private static int acknowledgedOf(BridgeSocket writer, int answers) throws Exception {
    int acknowledged = 0;
    for (int answered = 0; answered < answers; ) {
      JsonObject frame = writer.nextJson();
      if (frame.getString("address").startsWith("r")) {
        answered++;
        acknowledged += frame.getString("type").equals("rec") ? 1 : 0;
        assertThat(frame.getInteger("failureCode")).as(frame.encode()).isIn(null, 410);
      }
    }
    return acknowledged;
  }
}
