package com.plantapop.chat.store.mongo;

import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreSubject;
import com.plantapop.chat.support.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator finds in the database, and that nothing of a client is more than text there. */
@ExtendWith(VertxExtension.class)
class DocumentsTest {
  private static final ChatId CHAT = new ChatId("0123456789abcdef01234567");
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");

  private final TestMongo mongo = TestMongo.any();
  private EventStore store;
  private MongoClient operator;

  @BeforeEach
  void open(Vertx vertx) {
    store = await(MongoEventStore.open(vertx, mongo.uri()));
    operator = mongo.client(vertx);
  }

  @AfterEach
  void close() throws Exception {
    await(store.close());
    mongo.close();
  }

  @Test
  void holdsThePayloadAndWhatQueriesNeed() {
    String json =
        """
        {"id":"6f6f","chatId":"c0c0","sender":"ann@example.com","content":"Hi\\u0021",\
        "timestamp":"2026-01-31T13:00:00+01:00","n":1}""";
    store(Address.messages(CHAT), new EventKey("6f6f"), json);

    assertThat(document(new JsonObject()))
        .isEqualTo(
            new JsonObject()
                .put("_id", "chat.0123456789abcdef01234567:0000000000000000001")
                .put("address", "chat.0123456789abcdef01234567")
                .put("seq", 1L)
                .put("key", "chat.0123456789abcdef01234567|6f6f")
                .put("acceptedAt", new JsonObject().put("$date", "2026-01-31T12:00:00.123Z"))
                .put("payload", json));
  }

  @Test
  void findsByTimeAndBinding() {
    store(Address.messages(CHAT), new EventKey("1"), "{}");
    await(store.bind(CHAT, new java.util.UUID(0, 1)));
    JsonObject noon = new JsonObject().put("$date", "2026-01-31T12:00:00.123Z");

    assertThat(document(new JsonObject().put("acceptedAt", noon)).getLong("seq")).isEqualTo(1);
    assertThat(await(operator.findOne("chats", new JsonObject(), null)).getMap())
        .containsEntry("_id", CHAT.hex())
        .containsEntry("chatId", "00000000-0000-0000-0000-000000000001")
        .containsKey("boundAt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$date\":\"nope\"}",
        "{\"content\":{\"$date\":\"nope\"},\"sender\":{\"$gt\":\"\"}}",
        "{\"id\":{\"$oid\":5},\"$where\":\"1\",\"_id\":\"mine\",\"seq\":99,\"key\":\"k\"}",
        "{\"a.b\":{\"c.d\":1},\"\":{\"\":2},\"$set\":{\"seq\":1}}",
        "{\"__proto__\":{\"admin\":true},\"constructor\":null}",
        "{\"content\":\"\\u0000\",\"\\u0000\":\"\\u0000\"}",
        "{\"content\":\"\\ud800 alone\",\"sender\":\"\\udc00\\ud800\"}",
        "{\"payload\":\"other\",\"address\":\"chat.x\",\"acceptedAt\":{\"$timestamp\":{\"t\":1}}}",
        "{\"n\":[123456789012345678901234567890,1e400,-0.0,9007199254740993]}",
        "[{\"$binary\":\"AA==\"},{\"$numberLong\":\"x\"},{\"$numberDecimal\":\"x\"}]",
        "{\"id\":\"\uD83D\uDE00\",\"id\":\"twice\"}",
      })
  void keepsTextThatWouldMeanSomethingElsewhere(String json) {
    Event event = store(Address.messages(CHAT), new EventKey("$k.{\"$gt\":1}"), json);

    assertThat(await(store.readAfter(Address.messages(CHAT), 0, 9, 9))).containsExactly(event);
    assertThat(await(store.find(Address.messages(CHAT), List.of(event.key()))))
        .containsEntry(event.key(), event);
    assertThat(document(new JsonObject().put("seq", 1)).getMap())
        .containsEntry("payload", json)
        .containsEntry("address", Address.messages(CHAT).onBus());
  }

  @Test
  void refusesWhatItCouldNotGiveBack() {
    Address log = Address.messages(CHAT);
    Event bytes = Samples.event(1, "a", new byte[] {'"', (byte) 0xff, '"'});

    StoreSubject.assertRefused(
        Refusal.Code.MALFORMED, store.append(List.of(new Run(log, List.of(bytes)))).get(0));
    Event mark = Samples.event(1, "b", "\"\ufffd\"".getBytes(StandardCharsets.UTF_8));
    assertThat(await(store.append(List.of(new Run(log, List.of(mark)))).get(0)).appended())
        .isEqualTo(1);
  }

  @Test
  void runThatIsRefusedFailsNoOtherOfTheCall() {
    Address good = Samples.newLog();
    Event bytes = Samples.event(1, "a", new byte[] {'"', (byte) 0xff, '"'});
    List<Future<AppendResult>> outcomes =
        store.append(
            List.of(
                new Run(Samples.newLog(), List.of(bytes)),
                new Run(good, List.of(Samples.event(1, "a")))));

    StoreSubject.assertRefused(Refusal.Code.MALFORMED, outcomes.get(0));
    assertThat(await(outcomes.get(1)).appended()).isOne();
    assertThat(await(store.heads(List.of(good)))).containsEntry(good, 1L);
  }

  private Event store(Address log, EventKey key, String json) {
    Event event = new Event(1, key, NOON, Payload.of(json));
    assertThat(await(store.append(List.of(new Run(log, List.of(event)))).get(0)).appended())
        .isEqualTo(1);
    return event;
  }

  private JsonObject document(JsonObject query) {
    List<JsonObject> found = await(operator.find("events", query));
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
