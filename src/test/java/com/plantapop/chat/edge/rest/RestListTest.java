package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.ListEntry;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.Rest.Answer;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chats of a person over REST, and what of them is unread. */
@Timeout(60)
class RestListTest {
  @TempDir private static Path data;
  private static TestNode node;
  private static EventStore store;
  private static Rest service;

  private final String unique = UUID.randomUUID().toString().substring(0, 8);
  private final String ann = "ann." + unique + "@x.example";
  private final String bob = "bob." + unique + "@x.example";

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings =
        Limits.farOff(Map.of("CHAT_AUTH_MODE", "jwt", "CHAT_AUTH_JWT_SECRET", Jwts.SECRET));
    node = TestNode.start(data, settings, RestListTest::remember);
    service = Chats.service(node.port());
  }

  private static EventStore remember(EventStore opened) {
    store = opened;
    return opened;
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Rest as(String email) {
    return new Rest(node.port(), Jwts.of(email));
  }

  private static String newChat(String... members) throws Exception {
    String id = Frames.newChatId();
    Chats.create(service, "chat." + id, members);
    return id;
  }

  private static JsonObject say(String email, String id) throws Exception {
    Answer sent = as(email).post("/chats/" + id + "/messages", "{\"content\":\"hello\"}");
    assertThat(sent.status()).as(sent.body()).isEqualTo(201);
    return sent.json();
  }

  private static void read(String email, String id, JsonObject message) throws Exception {
    String receipt = new JsonObject().put("messageId", message.getString("id")).encode();
    assertThat(as(email).post("/chats/" + id + "/receipts", receipt).status()).isEqualTo(201);
  }

  private static JsonObject page(String email, String query) throws Exception {
    Answer answer = as(email).get("/chats" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static List<JsonObject> chats(JsonObject page) {
    return page.getJsonArray("chats").stream().map(JsonObject.class::cast).toList();
  }

  private static List<String> ids(JsonObject page) {
    return chats(page).stream().map(chat -> chat.getString("id")).toList();
  }

  private static List<String> listed(String email) throws Exception {
    return ids(page(email, ""));
  }

  private static JsonObject chat(String email, String id) throws Exception {
    return chats(page(email, "")).stream()
        .filter(chat -> chat.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static void assertUnread(int count, boolean more, String email, String id)
      throws Exception {
    assertThat(chat(email, id).getJsonObject("unread"))
        .isEqualTo(new JsonObject().put("count", count).put("more", more));
  }

  @Test
  void tellsOfEachChatWhatAListShows() throws Exception {
    String id = Frames.newChatId();
    JsonObject asked =
        new JsonObject()
            .put("id", id)
            .put("members", new JsonArray().add(ann).add(bob))
            .put("attributes", new JsonObject().put("listing", 7));
    JsonObject expected = service.post("/chats", asked.encode()).json();
    expected.put("head", 0).put("unread", new JsonObject().put("count", 0).put("more", false));
    assertThat(page(ann, ""))
        .isEqualTo(new JsonObject().put("chats", new JsonArray().add(expected)));

    say(ann, id);
    JsonObject sent = say(bob, id);
    JsonArray events = as(ann).get("/chats/" + id + "/messages").json().getJsonArray("events");
    expected.put("head", 2).put("last", events.getJsonObject(1));
    expected.put("unread", new JsonObject().put("count", 1).put("more", false));
    assertThat(chat(ann, id)).isEqualTo(expected);
    assertThat(chat(ann, id).getJsonObject("last").getString("acceptedAt"))
        .isEqualTo(sent.getString("acceptedAt"));
    assertThat(ids(page("ann." + unique + "@X.Example", ""))).containsExactly(id);
    assertThat(page("nobody." + unique + "@x.example", "").getJsonArray("chats")).isEmpty();
  }

  @Test
  void lastActiveChatComesFirst() throws Exception {
    String first = newChat(ann, bob);
    String second = newChat(ann, bob);
    String third = newChat(ann, bob);
    assertThat(listed(ann)).containsExactly(third, second, first);
    say(bob, first);
    assertThat(listed(ann)).containsExactly(first, third, second);
    say(ann, second);
    assertThat(listed(ann)).containsExactly(second, first, third);
    say(ann, first); // within the ten seconds in which nothing is noted
    assertThat(listed(ann)).containsExactly(first, second, third);
    read(bob, third, say(ann, third));
    read(bob, first, say(ann, first));
    read(bob, second, chat(ann, second).getJsonObject("last").getJsonObject("body"));
    assertThat(listed(ann)).as("reading moves nothing up").containsExactly(first, third, second);
  }

  @Test
  void pagesStayRightWhileChatsMoveUp() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ids.add(0, newChat(ann, bob));
    }
    JsonObject first = page(ann, "");
    assertThat(ids(first)).isEqualTo(ids.subList(0, 20));
    assertThat(ids(page(ann, "?after=" + first.getString("next")))).isEqualTo(ids.subList(20, 25));

    JsonObject page = page(ann, "?limit=8");
    List<String> seen = new ArrayList<>(ids(page));
    String shown = ids.get(3);
    String toCome = ids.get(20);
    say(bob, shown);
    say(bob, toCome);
    ChatId moved = new ChatId(toCome);
    Await.until("it is noted", () -> entries(ann).get(0).chat().equals(moved));
    while (page.containsKey("next")) {
      page = page(ann, "?limit=8&after=" + page.getString("next"));
      seen.addAll(ids(page));
    }
    List<String> expected = new ArrayList<>(ids);
    expected.remove(toCome);
    assertThat(seen).isEqualTo(expected);
    assertThat(ids(page(ann, "?limit=2"))).containsExactly(toCome, shown);
  }

  private static List<ListEntry> entries(String person) {
    return store.lists().of(person, Optional.empty(), 100).await();
  }

  @ParameterizedTest
  @CsvSource({"0,0,false", "1,1,false", "100,100,false", "101,100,true", "130,100,true"})
  void unreadIsExactToAHundred(int others, int count, boolean more) throws Exception {
    String id = newChat(ann, bob);
    for (int i = 0; i < others; i++) {
      say(bob, id);
    }
    assertUnread(count, more, ann, id);
    assertUnread(0, false, bob, id);
    say(ann, id);
    assertUnread(0, false, ann, id);
    assertUnread(1, false, bob, id);
  }

  @Test
  void unreadIsWhatIsAboveTheWatermark() throws Exception {
    String eve = "eve." + unique + "@x.example";
    String id = newChat(ann, bob, eve);
    List<JsonObject> said = new ArrayList<>();
    for (int i = 0; i < 105; i++) {
      said.add(say(bob, id));
    }
    read(eve, id, said.get(104));
    assertUnread(100, true, ann, id);
    read(ann, id, said.get(3)); // 101 above it
    assertUnread(100, true, ann, id);
    read(ann, id, said.get(4));
    assertUnread(100, false, ann, id);
    read(ann, id, said.get(60));
    assertUnread(44, false, ann, id);
    read(ann, id, said.get(20)); // below the highest one
    assertUnread(44, false, ann, id);
    say(eve, id);
    assertUnread(45, false, ann, id);
    assertUnread(1, false, bob, id);
    assertUnread(0, false, eve, id);
    say(ann, id);
    say(bob, id);
    assertUnread(1, false, ann, id);
    assertUnread(2, false, eve, id);
    Answer unsigned = service.post("/chats/" + id + "/messages", "{}");
    assertThat(unsigned.status()).isEqualTo(201);
    assertUnread(2, false, ann, id);
    String spoken = new JsonObject().put("sender", "ann." + unique + "@X.EXAMPLE").encode();
    assertThat(service.post("/chats/" + id + "/messages", spoken).status()).isEqualTo(201);
    assertUnread(0, false, ann, id);
  }

  /** What an older version has stored says only in its payload whom it is from. */
  @Test
  void unreadCountsWhatOlderVersionsHaveStored() throws Exception {
    String id = newChat(ann, bob);
    Address log = Address.messages(new ChatId(id));
    List<Event> old = new ArrayList<>();
    for (int seq = 1; seq <= 140; seq++) {
      String sender = seq == 70 ? "ann." + unique + "@X.example" : bob;
      JsonObject message = new JsonObject().put("pad", "x".repeat(9_000));
      Payload payload = Payload.of(message.put("sender", sender).encode());
      old.add(new Event(seq, EventKey.random(), Instant.now(), payload));
    }
    store.append(List.of(new Run(log, old.subList(0, 100)))).get(0).await();
    assertUnread(30, false, ann, id);
    store.append(List.of(new Run(log, old.subList(100, 140)))).get(0).await();
    assertUnread(70, false, ann, id);
    say(bob, id);
    assertUnread(71, false, ann, id);
    assertUnread(0, false, bob, id);
  }

  @Test
  void membersAreListedAtOnceAndNoLonger() throws Exception {
    String eve = "eve." + unique + "@x.example";
    String id = newChat(ann);
    String path = "/chats/" + id + "/members/";
    for (int round = 0; round < 5; round++) {
      assertThat(listed(eve)).isEmpty();
      assertThat(service.put(path + eve).status()).isEqualTo(204);
      assertThat(listed(eve)).containsExactly(id);
      assertThat(service.delete(path + eve).status()).isEqualTo(204);
      assertThat(entries(eve)).isEmpty();
    }
    assertThat(listed(ann)).containsExactly(id);
  }

  @Test
  void deletedChatIsInNobodysList() throws Exception {
    String id = newChat(ann, bob);
    String other = newChat(ann, bob);
    say(bob, id);
    assertThat(news(ann)).hasSize(1);
    assertThat(service.delete("/chats/" + id).status()).isEqualTo(204);
    assertThat(listed(ann)).containsExactly(other);
    assertThat(listed(bob)).containsExactly(other);
    assertThat(news(ann)).isEmpty();
    Await.until("no name is left", () -> entries(ann).size() == 1 && entries(bob).size() == 1);

    // Somebody was about to be added.
    store.lists().enter(List.of(new ListEntry(new ChatId(id), ann, 9, Instant.now()))).await();
    assertThat(listed(ann)).containsExactly(other);
    Await.until("it is removed", () -> entries(ann).size() == 1);
  }

  /** Such as a process leaves behind that dies between two writes. */
  @Test
  void entryWithoutAMemberIsNotShownAndGoes() throws Exception {
    String id = newChat(ann, bob);
    String eve = "eve." + unique + "@x.example";
    ChatId other = new ChatId(Frames.newChatId());
    ListEntry stale = new ListEntry(new ChatId(id), eve, 2, Instant.now());
    ListEntry early = new ListEntry(other, eve, 1, Instant.now());
    store.lists().enter(List.of(stale, early)).await();
    assertThat(listed(eve)).isEmpty();
    Await.until("it is removed", () -> entries(eve).size() == 1);
    assertThat(entries(eve)).as("somebody may be about to be added").containsExactly(early);
    assertThat(listed(bob)).containsExactly(id);
  }

  @Test
  void pageOfStaleEntriesIsNotTheEnd() throws Exception {
    List<ListEntry> stale = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ChatId chat = new ChatId(Frames.newChatId());
      stale.add(new ListEntry(chat, ann, 1, Instant.now().plusSeconds(60)));
    }
    String id = newChat(ann);
    store.lists().enter(stale).await();
    JsonObject page = page(ann, "?limit=5");
    assertThat(ids(page)).isEmpty();
    assertThat(ids(page(ann, "?limit=5&after=" + page.getString("next")))).containsExactly(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=21",
        "limit=x",
        "limit=1&limit=2",
        "after=",
        "after=7",
        "after=1-2",
        "after=-1-507f1f77bcf86cd799439011",
        "email=nobody",
        "email=a@x.example&email=a@x.example"
      })
  void refusesWhatTheContractHasNot(String query) throws Exception {
    assertProblem(400, as(ann).get("/chats?" + query));
  }

  @Test
  void personsSeeTheirOwnChatsAndServicesThoseOfAll() throws Exception {
    String id = newChat(ann, bob);
    say(bob, id);
    for (String path : List.of("/chats?email=" + bob, "/chats/notifications/" + bob)) {
      assertProblem(403, as(ann).get(path));
      assertProblem(401, new Rest(node.port(), null).get(path));
      assertThat(service.get(path).status()).isEqualTo(200);
    }
    assertProblem(400, service.get("/chats"));
    assertProblem(400, service.get("/chats/notifications/nobody"));
    assertThat(service.get("/chats?email=" + ann).json()).isEqualTo(page(ann, ""));
    assertThat(page(ann, "?email=ann." + unique + "@X.EXAMPLE")).isEqualTo(page(ann, ""));
    assertThat(service.get("/chats/notifications/" + ann).body())
        .isEqualTo(as(ann).get("/chats/notifications/" + ann).body());
    String plus = "ann+" + ann;
    String own = newChat(plus);
    for (String spelled : List.of(plus, plus.replace("+", "%2B"))) {
      assertThat(ids(service.get("/chats?email=" + spelled).json())).containsExactly(own);
    }
  }

  private static JsonArray news(String email) throws Exception {
    Answer answer = as(email).get("/chats/notifications/" + email);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return new JsonArray(answer.body());
  }

  private JsonObject news(String id, String event, String timestamp) throws Exception {
    String chatId = as(ann).get("/chats/" + id).json().getString("chatId");
    return new JsonObject().put("chatId", chatId).put("event", event).put("timestamp", timestamp);
  }

  @Test
  void tellsTheNewestOfWhatOthersDid() throws Exception {
    String one = newChat(ann, bob);
    String two = newChat(ann, bob);
    assertThat(news(ann)).isEmpty();
    say(bob, one);
    JsonObject second = say(bob, one);
    JsonObject inOne = news(one, "message", second.getString("acceptedAt"));
    assertThat(news(ann)).containsExactly(inOne);
    assertThat(news(bob)).isEmpty();

    JsonObject own = say(ann, two);
    read(bob, two, own);
    String readAt =
        as(ann)
            .get("/chats/" + two + "/receipts")
            .json()
            .getJsonArray("events")
            .getJsonObject(0)
            .getString("acceptedAt");
    assertThat(news(ann)).containsExactly(news(two, "read_receipt", readAt), inOne);
    assertThat(news(bob)).as("bob has read it").isEmpty();

    read(ann, one, second);
    assertThat(news(ann)).containsExactly(news(two, "read_receipt", readAt));
    String third = say(bob, two).getString("acceptedAt");
    assertThat(news(ann)).containsExactly(news(two, "message", third));
    say(ann, two);
    assertThat(news(ann)).as("whoever answers has seen it").isEmpty();
    assertThat(news(bob))
        .extracting(each -> ((JsonObject) each).getString("event"))
        .containsExactly("message", "read_receipt");
  }

  @Test
  void listOutlivesTheNode(@TempDir Path own) throws Exception {
    Map<String, String> settings =
        Map.of("CHAT_AUTH_MODE", "jwt", "CHAT_AUTH_JWT_SECRET", Jwts.SECRET);
    List<String> ids = new ArrayList<>();
    JsonObject before;
    try (TestNode first = TestNode.start(own, settings, opened -> opened)) {
      for (int i = 0; i < 3; i++) {
        String id = Frames.newChatId();
        Chats.create(first.port(), "chat." + id, ann, bob);
        ids.add(id);
      }
      Rest sender = new Rest(first.port(), Jwts.of(bob));
      assertThat(sender.post("/chats/" + ids.get(1) + "/messages", "{}").status()).isEqualTo(201);
      before = new Rest(first.port(), Jwts.of(ann)).get("/chats").json();
    }
    try (TestNode second = TestNode.start(own, settings, opened -> opened)) {
      assertThat(new Rest(second.port(), Jwts.of(ann)).get("/chats").json()).isEqualTo(before);
    }
    Collections.swap(ids, 0, 1);
    Collections.swap(ids, 1, 2);
    assertThat(ids(before)).isEqualTo(ids);
  }

  @Test
  void inOpenModeEverybodyNamesThePerson(@TempDir Path own) throws Exception {
    try (TestNode open = TestNode.start(own)) {
      Rest anyone = new Rest(open.port(), null);
      String id = Frames.newChatId();
      Chats.create(anyone, "chat." + id, ann, bob);
      String message = new JsonObject().put("sender", bob).encode();
      assertThat(anyone.post("/chats/" + id + "/messages", message).status()).isEqualTo(201);
      assertProblem(400, anyone.get("/chats"));
      JsonObject chat = chats(anyone.get("/chats?email=" + ann).json()).get(0);
      assertThat(chat.getString("id")).isEqualTo(id);
      assertThat(chat.getJsonObject("unread").getInteger("count")).isEqualTo(1);
      assertThat(anyone.get("/chats/notifications/" + ann).body()).contains("\"message\"");
      assertThat(anyone.get("/chats/notifications/" + bob).body()).isEqualTo("[]");
    }
  }
}
