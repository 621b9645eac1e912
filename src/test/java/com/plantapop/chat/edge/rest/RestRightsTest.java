package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what over REST. */
@Timeout(60)
class RestRightsTest {
  private static final String ANN = "ann@x.example";
  private static final String BOB = "bob@x.example";
  private static final String EVE = "eve@x.example";

  @TempDir private Path data;
  private final String id = Frames.newChatId();
  private final String path = "/chats/" + id;
  private TestNode node;
  private Rest service;

  private void start(String createdBy) throws Exception {
    Map<String, String> settings =
        Map.of(
            "CHAT_AUTH_MODE",
            "jwt",
            "CHAT_AUTH_JWT_SECRET",
            Jwts.SECRET,
            "CHAT_CHATS_CREATED_BY",
            createdBy);
    node = TestNode.start(data, settings, UnaryOperator.identity());
    service = Chats.service(node.port());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Rest as(String email) {
    return new Rest(node.port(), Jwts.of(email));
  }

  private String chat(String... members) {
    return new JsonObject().put("id", id).put("members", new JsonArray(List.of(members))).encode();
  }

  private static String message(String sender) {
    return new JsonObject().put("sender", sender).put("content", "hello").encode();
  }

  /** Everything that can be asked of one chat. */
  private static List<Answer> askAll(Rest rest, String path) throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (String what : List.of("", "/messages", "/receipts", "/members", "/messages?after=0")) {
      answers.add(rest.get(path + what));
    }
    answers.add(rest.post(path + "/messages", "{\"content\":\"x\"}"));
    answers.add(rest.post(path + "/receipts", "{\"messageId\":\"" + UUID.randomUUID() + "\"}"));
    answers.add(rest.put(path + "/members/" + EVE));
    answers.add(rest.delete(path + "/members/" + ANN));
    return answers;
  }

  @Test
  void whoBringsNoGoodTokenGetsNoFurther() throws Exception {
    start("member");
    assertThat(service.post("/chats", chat(ANN)).status()).isEqualTo(201);
    String expired = Jwts.of(Jwts.claims(ANN).put("exp", Jwts.secondsFromNow(-31)));
    for (String token : new String[] {null, "", "garbage", expired}) {
      Rest nobody = new Rest(node.port(), token);
      List<Answer> answers = askAll(nobody, path);
      answers.add(nobody.post("/chats", chat(EVE)));
      answers.add(nobody.post("/chats", "not even JSON"));
      for (Answer answer : answers) {
        assertProblem(401, answer);
        assertThat(answer.header("www-authenticate")).contains("Bearer");
      }
    }
    String twice = "/chats/" + id + "?access_token=" + Jwts.of(ANN);
    assertProblem(401, as(ANN).get(twice));
    assertThat(new Rest(node.port(), null).get(twice).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "member"})
  void whoDoesNotBelongToAChatLearnsNothing(String createdBy) throws Exception {
    start(createdBy);
    String chatId = UUID.randomUUID().toString();
    String body = new JsonObject(chat(ANN, BOB)).put("chatId", chatId).encode();
    assertThat(service.post("/chats", body).status()).isEqualTo(201);
    for (String name : List.of(id, chatId, Frames.newChatId(), UUID.randomUUID().toString())) {
      for (Answer answer : askAll(as(EVE), "/chats/" + name)) {
        assertProblem(403, answer);
        assertThat(answer.json().getString("detail"))
            .isEqualTo("address: you are not a member of this chat");
      }
    }
    JsonObject chat = service.get(path).json();
    assertThat(chat.getInteger("head")).isZero();
    assertThat(chat.getJsonArray("members")).containsExactly(ANN, BOB);
  }

  @Test
  void membersSpeakForThemselvesAndServicesForAll() throws Exception {
    start("service");
    assertThat(service.post("/chats", chat(ANN, BOB)).status()).isEqualTo(201);
    assertThat(as(ANN).post(path + "/messages", "{\"content\":\"mine\"}").status()).isEqualTo(201);
    assertProblem(403, as(ANN).post(path + "/messages", message(BOB)));
    Answer sent = service.post(path + "/messages", message(BOB));
    assertThat(sent.status()).isEqualTo(201);
    String receipt = "{\"messageId\":\"" + sent.json().getString("id") + "\"}";
    assertThat(as("ann@X.example").post(path + "/receipts", receipt).status()).isEqualTo(201);

    JsonArray events = as(BOB).get(path + "/messages").json().getJsonArray("events");
    assertThat(events.getJsonObject(0).getJsonObject("body").getString("sender")).isEqualTo(ANN);
    assertThat(events.getJsonObject(1).getJsonObject("body").getString("sender")).isEqualTo(BOB);
    assertThat(as(BOB).get(path).json().getInteger("receiptsHead")).isEqualTo(1);
    JsonArray members = as(BOB).get(path + "/members").json().getJsonArray("events");
    assertThat(members.getJsonObject(0).getJsonObject("body").getString("by")).isEqualTo("shop");
  }

  @Test
  void onlyServicesAdministerByDefault() throws Exception {
    start("service");
    assertProblem(403, as(ANN).post("/chats", chat(ANN, BOB)));
    assertProblem(404, service.get(path));
    assertThat(service.post("/chats", chat(ANN, BOB)).status()).isEqualTo(201);
    assertProblem(403, as(ANN).post("/chats", chat(ANN, BOB)));
    assertProblem(403, as(ANN).put(path + "/members/" + EVE));
    assertProblem(403, as(ANN).delete(path + "/members/" + BOB));
    assertProblem(403, as(ANN).delete(path + "/members/" + ANN));
    assertThat(service.delete(path + "/members/" + ANN).status()).isEqualTo(204);
    assertProblem(403, as(ANN).get(path));
    assertThat(service.put(path + "/members/" + ANN).status()).isEqualTo(204);
    assertThat(as(ANN).get(path).status()).isEqualTo(200);
  }

  @Test
  void membersAdministerTheirOwnChatsWhereTheyMay() throws Exception {
    start("member");
    assertProblem(403, as(EVE).post("/chats", chat(ANN, BOB)));
    assertThat(as("ann@X.EXAMPLE").post("/chats", chat(ANN, BOB)).status()).isEqualTo(201);
    assertThat(as(BOB).post("/chats", chat(BOB, ANN)).status()).isEqualTo(200);
    assertProblem(409, as(EVE).post("/chats", chat(EVE)));
    assertThat(as(BOB).put(path + "/members/" + EVE).status()).isEqualTo(204);
    assertThat(as(EVE).delete(path + "/members/" + BOB).status()).isEqualTo(204);
    assertProblem(403, as(BOB).put(path + "/members/" + BOB));
    JsonArray events = as(ANN).get(path + "/members").json().getJsonArray("events");
    assertThat(events.getJsonObject(3).getJsonObject("body"))
        .isEqualTo(new JsonObject().put("member", BOB).put("action", "removed").put("by", EVE));
  }

  @Test
  void nobodyTakesWhatServicesHaveBegunToFill() throws Exception {
    start("member");
    assertThat(service.post(path + "/messages", message(BOB)).status()).isEqualTo(201);
    assertProblem(403, as(EVE).post("/chats", chat(EVE)));
    assertThat(service.post("/chats", chat(ANN, BOB)).status()).isEqualTo(201);
    assertThat(as(ANN).get(path + "/messages").json().getInteger("head")).isEqualTo(1);
  }
}
