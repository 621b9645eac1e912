package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats, their members and their logs over REST; in open mode everybody acts as the service. */
@Timeout(60)
class RestTest {
  private static final String ANN = "ann@x.example";
  private static final String BOB = "bob@x.example";
  private static final int MAX_MEMBERS = 5;

  @TempDir private static Path data;
  private static TestNode node;
  private static Rest rest;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings = Map.of("CHAT_CHATS_MAX_MEMBERS", "" + MAX_MEMBERS);
    node = TestNode.start(data, settings, UnaryOperator.identity());
    rest = new Rest(node.port(), null);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String chat(String... more) {
    JsonObject body = new JsonObject().put("members", new JsonArray().add(ANN).add(BOB));
    for (int i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1]);
    }
    return body.encode();
  }

  /** The path of a new chat of Ann and Bob. */
  private static String newChat() throws Exception {
    return rest.post("/chats", chat()).header("location").orElseThrow();
  }

  @Test
  void createsAChatAndFindsItAgain() throws Exception {
    String chatId = UUID.randomUUID().toString();
    String id = Frames.newChatId();
    String body = chat("chatId", chatId, "id", id.toUpperCase(Locale.ROOT));
    Answer created = rest.post("/chats", body);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    assertThat(created.header("location")).contains("/chats/" + id);
    assertThat(created.json().fieldNames())
        .containsExactly("id", "chatId", "members", "attributes", "createdAt");
    assertThat(created.json().getString("id")).isEqualTo(id);
    assertThat(created.json().getString("chatId")).isEqualTo(chatId);
    assertThat(created.json().getJsonArray("members")).containsExactly(ANN, BOB);
    assertThat(created.json().getJsonObject("attributes")).isEmpty();

    Answer again = rest.post("/chats", body);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(created.json());
    assertThat(rest.post("/chats", chat("chatId", chatId)).json()).isEqualTo(created.json());
    assertThat(rest.post("/chats", chat("id", id)).json()).isEqualTo(created.json());

    JsonObject withHeads = created.json().put("head", 0).put("receiptsHead", 0);
    for (String name : List.of(id, id.toUpperCase(Locale.ROOT), chatId)) {
      assertThat(rest.get("/chats/" + name).json()).isEqualTo(withHeads);
    }
    String other = chat().replace(BOB, "eve@x.example");
    assertProblem(409, rest.post("/chats", other.replace("{", "{\"id\":\"" + id + "\",")));
    assertProblem(409, rest.post("/chats", other.replace("{", "{\"chatId\":\"" + chatId + "\",")));
    assertProblem(409, rest.post("/chats", chat("id", Frames.newChatId(), "chatId", chatId)));
    String another = UUID.randomUUID().toString();
    assertProblem(409, rest.post("/chats", chat("id", id, "chatId", another)));
    assertProblem(
        409, rest.post("/chats", chat("id", id).replace("}", ",\"attributes\":{\"a\":1}}")));
  }

  @Test
  void membersAreComparedAsTheServerComparesThem() throws Exception {
    String id = Frames.newChatId();
    assertThat(rest.post("/chats", chat("id", id)).status()).isEqualTo(201);
    String spelled = chat("id", id).replace("x.example", "X.Example");
    assertThat(rest.post("/chats", spelled).status()).isEqualTo(200);
    assertThat(rest.post("/chats", chat("id", id).replace(ANN, "Ann@x.example")).status())
        .isEqualTo(409);
    Answer twice = rest.post("/chats", chat().replace(BOB, "ann@X.example"));
    assertProblem(422, twice);
    assertThat(twice.json().getJsonArray("details").getJsonObject(0).getString("pointer"))
        .isEqualTo("/members/1");
  }

  @Test
  void attributesComeBackAsTheyWere() throws Exception {
    String attributes =
        "{\"n\":9007199254740993, \"d\":1.50,\"big\":123456789012345678901234567890,"
            + "\"s\":\"\\ud800 \\\"},\\\"attributes\\\":\",\"o\":{\"attributes\":[null,{}]}}";
    String id = Frames.newChatId();
    String body = chat("id", id).replace("}", ",\"attributes\":" + attributes + "}");
    assertThat(rest.post("/chats", body).body()).contains("\"attributes\":" + attributes + ",");
    assertThat(rest.get("/chats/" + id).body()).contains("\"attributes\":" + attributes + ",");
    assertThat(rest.post("/chats", body.replace("1.50", "15e-1")).status()).isEqualTo(200);
    assertProblem(409, rest.post("/chats", body.replace("740993", "740992")));
    assertProblem(422, rest.post("/chats", body.replace("1.50", "0.30000000000000000001")));

    String most = ",\"attributes\":{\"a\":\"" + "x".repeat(4_096 - 8) + "\"}}";
    assertThat(rest.post("/chats", chat().replace("}", most)).status()).isEqualTo(201);
    assertProblem(413, rest.post("/chats", chat().replace("}", most.replace("\"a\"", "\"ab\""))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|400",
        "[|400",
        "{}|422",
        "null|422",
        "[]|422",
        "{\"members\":[]}|422",
        "{\"members\":\"ann@x.example\"}|422",
        "{\"members\":[null]}|422",
        "{\"members\":[\"ann\"]}|422",
        "{\"members\":[\"ann@x.example\\n\"]}|422",
        "{\"members\":[\"ann@x.example\"],\"members\":[\"bob@x.example\"]}|400",
        "{\"members\":[\"ann@x.example\"],\"id\":\"xyz\"}|422",
        "{\"members\":[\"ann@x.example\"],\"chatId\":\"1-1-1-1-1\"}|422",
        "{\"members\":[\"ann@x.example\"],\"attributes\":[]}|422",
        "{\"members\":[\"ann@x.example\"],\"attributes\":null}|422",
        "{\"members\":[\"ann@x.example\"],\"name\":\"x\"}|422",
      })
  void refusesWhatIsNoChat(String body, int status) throws Exception {
    assertProblem(status, rest.post("/chats", body));
  }

  @Test
  void refusesTooManyMembers() throws Exception {
    List<String> many =
        IntStream.rangeClosed(0, MAX_MEMBERS).mapToObj(i -> i + "@x.example").toList();
    Answer answer =
        rest.post("/chats", new JsonObject().put("members", new JsonArray(many)).encode());
    assertProblem(422, answer);
    assertThat(answer.json().getJsonArray("details"))
        .containsExactly(
            new JsonObject().put("pointer", "/members").put("expected", "at most 5 items"));

    String path = newChat();
    for (String email : many.subList(0, MAX_MEMBERS - 2)) {
      assertThat(rest.put(path + "/members/" + email).status()).isEqualTo(204);
    }
    assertProblem(409, rest.put(path + "/members/one.more@x.example"));
    assertThat(rest.put(path + "/members/" + many.get(0)).status()).isEqualTo(204);
    assertThat(rest.delete(path + "/members/" + ANN).status()).isEqualTo(204);
    assertThat(rest.put(path + "/members/one.more@x.example").status()).isEqualTo(204);
  }

  @Test
  void addsAndRemovesMembers() throws Exception {
    String path = newChat();
    String tagged = "a+b/c@x.example";
    String escaped = "a+b%2Fc@X.EXAMPLE";
    assertThat(rest.put(path + "/members/" + escaped).status()).isEqualTo(204);
    assertThat(rest.put(path + "/members/" + escaped).status()).isEqualTo(204);
    assertThat(rest.get(path).json().getJsonArray("members")).containsExactly(ANN, BOB, tagged);
    assertThat(rest.delete(path + "/members/" + ANN).status()).isEqualTo(204);
    assertThat(rest.delete(path + "/members/" + ANN).status()).isEqualTo(204);
    assertThat(rest.get(path).json().getJsonArray("members")).containsExactly(BOB, tagged);

    JsonObject page = rest.get(path + "/members").json();
    assertThat(page.getInteger("head")).isEqualTo(4);
    JsonObject first = page.getJsonArray("events").getJsonObject(0).getJsonObject("body");
    assertThat(first.getString("member")).isEqualTo(ANN);
    assertThat(first.getString("action")).isEqualTo("added");
    JsonObject last = page.getJsonArray("events").getJsonObject(3).getJsonObject("body");
    assertThat(last)
        .isEqualTo(new JsonObject().put("member", ANN).put("action", "removed").put("by", ""));
    assertProblem(400, rest.put(path + "/members/nobody"));
    assertProblem(400, rest.delete(path + "/members/a%0A@x.example"));
  }

  @Test
  void whatWasNeverCreatedIsNotFound() throws Exception {
    for (String name : List.of(Frames.newChatId(), UUID.randomUUID().toString())) {
      assertProblem(404, rest.get("/chats/" + name));
      assertProblem(404, rest.put("/chats/" + name + "/members/" + ANN));
      assertProblem(404, rest.delete("/chats/" + name + "/members/" + ANN));
    }
    assertProblem(404, rest.get("/chats/" + UUID.randomUUID() + "/messages"));
    assertProblem(400, rest.get("/chats/1-1-1-1-1/messages"));
  }

  @Test
  void bridgeAndRestAreOneLog() throws Exception {
    String path = newChat();
    String address = "chat." + path.substring("/chats/".length());
    String message = "{ \"content\" : \"\\u00e4 1.50\", \"n\":1.50, \"big\":9007199254740993 }";
    Answer sent = rest.post(path + "/messages", message);
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    assertThat(sent.json().fieldNames()).containsExactly("seq", "acceptedAt", "id");
    String id = sent.json().getString("id");

    String known = Frames.message("hello");
    assertThat(rest.post(path + "/messages", known).status()).isEqualTo(201);
    Answer repeat = rest.post(path + "/messages", known);
    assertThat(repeat.status()).isEqualTo(200);
    assertThat(repeat.json().getBoolean("duplicate")).isTrue();
    assertThat(repeat.json().getLong("seq")).isEqualTo(2);
    assertProblem(409, rest.post(path + "/messages", known.replace("hello", "bye")));

    Answer receipt = rest.post(path + "/receipts", Frames.receipt(id, BOB));
    assertThat(receipt.status()).isEqualTo(201);
    assertThat(receipt.json().fieldNames()).containsExactly("seq", "acceptedAt");
    assertProblem(
        404, rest.post(path + "/receipts", Frames.receipt(UUID.randomUUID().toString(), BOB)));

    Answer page = rest.get(path + "/messages?after=0&limit=1");
    assertThat(page.body()).contains(message.substring(0, message.length() - 2));
    assertThat(page.json().getInteger("head")).isEqualTo(2);
    assertThat(page.json().getInteger("first")).isEqualTo(1);
    assertThat(page.json().getJsonArray("events")).hasSize(1);
    assertThat(rest.get(path + "/receipts").json().getJsonArray("events")).hasSize(1);
    JsonObject before = rest.get(path + "/messages?before=2").json();
    assertThat(before.getJsonArray("events").getJsonObject(0).getInteger("seq")).isEqualTo(1);
    JsonObject heads = rest.get(path).json();
    assertThat(heads.getInteger("head")).isEqualTo(2);
    assertThat(heads.getInteger("receiptsHead")).isEqualTo(1);

    try (BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      socket.register(address + ".members", 2L);
      socket.register(address, 0L);
      assertThat(socket.next()).contains(message.substring(0, message.length() - 2));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|400",
        "{|400",
        "{\"a\":1,\"a\":1}|400",
        "{\"sender\":\"x\"}|422",
        "{\"n\":0.30000000000000000001}|422",
        "[]|422"
      })
  void payloadsAreJudgedAsOnTheBridge(String body, int status) throws Exception {
    String path = newChat();
    assertProblem(status, rest.post(path + "/messages", body));
    assertProblem(status, rest.post(path + "/receipts", body.replace("sender", "recipient")));
    assertThat(rest.get(path + "/messages").json().getInteger("head")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after=-1",
        "after=x",
        "after=1.0",
        "after=9999999999999999999",
        "before=0",
        "limit=0",
        "limit=201",
        "limit=",
        "limit=1&limit=2",
        "after=1&before=2",
        "after=%00",
        "after=%22"
      })
  void pagesAreAskedForAsTheContractSays(String query) throws Exception {
    for (String log : List.of("messages", "receipts", "members")) {
      assertProblem(400, rest.get("/chats/" + Frames.newChatId() + "/" + log + "?" + query));
    }
  }

  @Test
  void twoAtOnceCreateOneChat() throws Exception {
    for (int round = 0; round < 20; round++) {
      String body = chat("chatId", UUID.randomUUID().toString());
      List<Answer> answers =
          IntStream.range(0, 4).parallel().mapToObj(i -> create(body)).collect(Collectors.toList());
      assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
      assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
    }
  }

  private static Answer create(String body) {
    try {
      return rest.post("/chats", body);
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  @Test
  void chatThatNobodyFoundedCanBeDeleted() throws Exception {
    String address = Frames.newAddress();
    String path = "/chats/" + address.substring("chat.".length());
    try (BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      socket.register(address, null);
      socket.register(address + ".members", null);
      assertThat(socket.submit(address, Frames.message("hello")).getString("type"))
          .isEqualTo("rec");
      assertThat(socket.nextJson().getString("type")).isEqualTo("rec");
      assertThat(rest.delete(path).status()).isEqualTo(204);
      for (int ended = 0; ended < 2; ended++) {
        assertThat(socket.nextJson().getInteger("failureCode")).isEqualTo(410);
      }
      assertThat(socket.submit(address, Frames.message("late")).getInteger("failureCode"))
          .isEqualTo(410);
      assertProblem(410, rest.post("/chats", chat("id", path.substring("/chats/".length()))));
      assertProblem(410, rest.delete(path));
    }
  }
}
