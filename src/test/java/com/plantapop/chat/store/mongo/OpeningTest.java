package com.plantapop.chat.store.mongo;

import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.StoreOpenException;
import com.plantapop.chat.support.TcpProxy;
import com.plantapop.chat.support.TestMongo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a store does not open, and what it says then. */
@ExtendWith(VertxExtension.class)
class OpeningTest {
  private static final String IMPATIENT = "?serverSelectionTimeoutMS=200";

  private Vertx vertx;

  @BeforeEach
  void take(Vertx ofThisTest) {
    vertx = ofThisTest;
  }

  @Test
  void saysThatNobodyAnswers() {
    assertRefused(
        "mongodb://ann:s3cret@127.0.0.1:1/chat" + IMPATIENT,
        "MongoDB at 127.0.0.1:1 does not answer");
  }

  @Test
  void doesNotWaitForeverForAServerThatHangs() throws Exception {
    try (TcpProxy line = new TcpProxy(1)) {
      line.hold();
      assertRefused("mongodb://127.0.0.1:" + line.port() + "/" + IMPATIENT, "does not answer");
    }
  }

  @Test
  void waitsForAServerThatIsSlowToStart() throws Exception {
    TestMongo mongo = TestMongo.inThisJvm();
    int port = Integer.parseInt(mongo.uri().replaceAll(".*:(\\d+)/.*", "$1"));
    try (TcpProxy line = new TcpProxy(port)) {
      line.hold();
      String uri = "mongodb://127.0.0.1:" + line.port() + "/" + IMPATIENT;
      Future<EventStore> opening = MongoEventStore.open(vertx, uri);
      // As long as one attempt lasts.
      JsonObject config = new JsonObject().put("connection_string", uri);
      assertThatThrownBy(() -> await(MongoRequests.ping(MongoClient.create(vertx, config))));
      line.release();
      await(await(opening).close());
    }
    mongo.close();
  }

  /** mongo-java-server knows no users: to the driver that is a login which fails. */
  @Test
  void saysThatTheLoginFails() throws Exception {
    TestMongo mongo = TestMongo.inThisJvm();
    String uri = mongo.uri().replace("mongodb://", "mongodb://ann:s3cret@");
    assertRefused(uri, "refuses the user name or the password");
    mongo.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mongodb://ann:s3/cret@host",
        "mongodb://ann:s3@cret@host",
        "mongodb://ann:s3:cret@host",
        "mongodb://ann:s3%cret@host",
        "mongodb://ann:x@host?s3cret",
        "http://ann:s3cret@host",
      })
  void doesNotRepeatWhatItCannotParse(String uri) {
    assertRefused(uri, "store.uri is not a MongoDB connection string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?w=1&journal=false", "?tls=false&appName=x&retryWrites=false"})
  void takesOptionsFromTheConnectionString(String options) throws Exception {
    TestMongo mongo = TestMongo.inThisJvm();
    await(await(MongoEventStore.open(vertx, mongo.uri() + options)).close());
    // Again: the indexes are there now.
    await(await(MongoEventStore.open(vertx, mongo.uri() + options)).close());
    mongo.close();
  }

  @Test
  void refusesAnIndexOfItsNameOnSomethingElse() throws Exception {
    TestMongo mongo = TestMongo.any();
    IndexOptions options = new IndexOptions().name("address_key_unique").unique(true);
    await(
        mongo
            .client(vertx)
            .createIndexWithOptions("events", new JsonObject().put("sender", 1), options));
    assertRefused(mongo.uri(), "MongoDB collection events: the index on address, key, which must");
    mongo.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'unique':false}",
        "{'unique':true,'sparse':true}",
        "{'unique':true,'partialFilterExpression':{'seq':1}}",
        "{'unique':true,'expireAfterSeconds':0}",
        "{'unique':true,'collation':{'locale':'de'}}",
      })
  void wantsAnIndexThatArbitrates(String options) {
    JsonObject index = new JsonObject(options.replace('\'', '"'));
    assertThat(Indexes.problemOfEvents(new JsonArray().add(index.put("key", ofEvents()))))
        .contains("is missing or has another definition");
  }

  @Test
  void takesAnIndexUnderAnyName() {
    JsonObject own = new JsonObject().put("key", ofEvents()).put("unique", 1).put("name", "mine");
    JsonObject id = new JsonObject().put("key", on("_id")).put("name", "_id_");
    JsonObject other = new JsonObject().put("key", on("sender")).put("name", "sender_1");

    assertThat(Indexes.problemOfEvents(new JsonArray().add(id).add(own).add(other))).isEmpty();
  }

  @Test
  void refusesWhatWouldBreakTheOthers() {
    JsonObject own = new JsonObject().put("key", ofEvents()).put("unique", true);
    JsonObject foreign = new JsonObject().put("key", on("content")).put("unique", true);
    JsonObject german = new JsonObject().put("locale", "de");
    JsonObject id = new JsonObject().put("key", on("_id")).put("collation", german);

    assertThat(Indexes.problemOfEvents(new JsonArray().add(own).add(foreign.put("name", "f"))))
        .contains("has another unique one beside it: f");
    assertThat(Indexes.problemOfEvents(new JsonArray().add(id).add(own)))
        .hasValueSatisfying(problem -> assertThat(problem).contains("collation"));
  }

  /** A database of the version before: it goes on with the same logs, and can be sharded. */
  @Test
  void readsTheFormatBeforeAndReplacesItsIndex() throws Exception {
    TestMongo mongo = TestMongo.any();
    MongoClient operator = mongo.client(vertx);
    IndexOptions before = new IndexOptions().name("key_unique").unique(true);
    await(operator.createIndexWithOptions("events", new JsonObject().put("key", 1), before));
    JsonObject noon = new JsonObject().put("$date", "2026-01-31T12:00:00.123Z");
    JsonObject document =
        new JsonObject()
            .put("_id", "chat.0123456789abcdef01234567:0000000000000000001")
            .put("address", "chat.0123456789abcdef01234567")
            .put("chat", "0123456789abcdef01234567")
            .put("kind", "messages")
            .put("seq", 1L)
            .put("key", "chat.0123456789abcdef01234567|6f6f")
            .put("acceptedAt", noon)
            .put("payload", "{\"sender\":\"ann\"}")
            .put("sender", "ann");
    await(operator.insert("events", document));
    EventStore store = await(MongoEventStore.open(vertx, mongo.uri()));
    Address log = Address.messages(new ChatId("0123456789abcdef01234567"));
    Event event =
        new Event(
            1,
            new EventKey("6f6f"),
            Instant.parse("2026-01-31T12:00:00.123Z"),
            Payload.of("{\"sender\":\"ann\"}"));
    assertThat(await(store.readAfter(log, 0, 9, 99))).containsExactly(event);
    assertThat(await(store.find(log, List.of(event.key())))).containsValue(event);
    await(store.close());

    assertThat(await(operator.listIndexes("events")).stream().map(JsonObject.class::cast))
        .extracting(index -> index.getJsonObject("key").fieldNames())
        .containsExactlyInAnyOrder(Set.of("_id"), Set.of("address", "key"));
    await(await(MongoEventStore.open(vertx, mongo.uri())).close());
    mongo.close();
  }

  @Test
  void wantsTheIndexToBeginWithTheShardKey() {
    JsonObject reversed = new JsonObject().put("key", 1).put("address", 1);
    JsonObject hashed = new JsonObject().put("address", "hashed").put("key", 1);
    for (JsonObject key : List.of(reversed, hashed, on("key"), on("address"))) {
      JsonObject index = new JsonObject().put("key", key).put("name", "x");
      assertThat(Indexes.problemOfEvents(new JsonArray().add(index.put("unique", true))))
          .as(key.encode())
          .isPresent();
    }
  }

  @Test
  void refusesANewerFormatAndChangesNothing() throws Exception {
    TestMongo mongo = TestMongo.any();
    MongoClient operator = mongo.client(vertx);
    JsonObject newer = new JsonObject().put("_id", "format").put("version", 3);
    await(operator.insert("meta", newer));
    assertRefused(mongo.uri(), "format 3, this version reads those up to format 2");

    assertThat(await(operator.getCollections())).containsExactly("meta");
    mongo.close();
  }

  private static JsonObject ofEvents() {
    return new JsonObject().put("address", 1).put("key", 1.0);
  }

  private static JsonObject on(String field) {
    return new JsonObject().put(field, 1.0);
  }

  private void assertRefused(String uri, String message) {
    long begin = System.nanoTime();
    assertThatThrownBy(() -> await(MongoEventStore.open(vertx, uri)))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("s3", "cret")
        .hasNoCause();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
  }
}
