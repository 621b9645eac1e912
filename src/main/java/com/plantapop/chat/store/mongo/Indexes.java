package com.plantapop.chat.store.mongo;

import com.mongodb.MongoCommandException;
import com.plantapop.chat.store.StoreOpenException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The unique indexes that arbitrate between writers. Without them, or with ones that mean something
 * else, two nodes would fork a log, so a store does not open before they are verified.
 */
final class Indexes {
  /** What makes an index cover less than every document, or remove some. */
  private static final Set<String> WEAKENING =
      Set.of("partialFilterExpression", "expireAfterSeconds");

  /** The server's codes for an index that stands in the way of one to be made. */
  private static final Set<Integer> CONFLICTS = Set.of(85, 86);

  private static final Set<Integer> DUPLICATES = Set.of(11_000, 11_001);

  private static final String LIST = "listIndexes";

  /** A server allows 64 indexes. */
  private static final int MOST_OF_A_COLLECTION = 100;

  /** The server's code for a collection that nobody has written to. */
  private static final int NO_COLLECTION = 26;

  /** The server's code for an index that another node has removed meanwhile. */
  private static final int NO_INDEX = 27;

  /** A unique index on the fields, ascending, in their order. */
  private record Wanted(String collection, List<String> fields, String name) {}

  private static final Wanted EVENT_KEY =
      new Wanted(Names.EVENTS, List.of(Names.ADDRESS, Names.KEY), "address_key_unique");
  private static final Wanted CHAT_ID =
      new Wanted(Names.CHATS, List.of(Names.CHAT_ID), "chatId_unique");

  /** Only for order: an entry's person and chat, which are its {@code _id}, make it unique. */
  private static final Wanted LIST_ORDER =
      new Wanted(Names.LISTS, List.of(Names.ORDER), "order_unique");

  private final MongoClient client;

  Indexes(MongoClient client) {
    this.client = client;
  }

  /** Makes what is missing and verifies all; fails with a StoreOpenException. */
  Future<Void> ensure() {
    return ensure(EVENT_KEY).compose(done -> ensure(CHAT_ID)).compose(done -> ensure(LIST_ORDER));
  }

  private Future<Void> ensure(Wanted wanted) {
    return list(wanted.collection())
        .compose(found -> isThere(found, wanted) ? done() : make(wanted))
        .compose(made -> list(wanted.collection()))
        .compose(found -> isThere(found, wanted) ? retire(found, wanted) : done())
        .compose(retired -> list(wanted.collection()))
        .compose(found -> verify(found, wanted));
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  /**
   * Until format 2 the key alone was unique, which forbids sharding. Its index goes when the new
   * one is there, never before.
   */
  private Future<Void> retire(JsonArray found, Wanted wanted) {
    Future<Void> retired = done();
    if (wanted.equals(EVENT_KEY)) {
      for (JsonObject index : objects(found)) {
        if (isUnique(index) && isOn(index, List.of(Names.KEY))) {
          retired = retired.compose(before -> drop(index.getString("name")));
        }
      }
    }
    return retired;
  }

  private Future<Void> drop(String index) {
    return client.dropIndex(Names.EVENTS, index).recover(Indexes::droppedByAnother);
  }

  private static Future<Void> droppedByAnother(Throwable failure) {
    return hasCode(failure, Set.of(NO_INDEX)) ? done() : Future.failedFuture(failure);
  }

  /**
   * By the command itself: the client's own method asks for batches of 2^31 - 1, for which an
   * engine may reserve memory.
   */
  private Future<JsonArray> list(String collection) {
    JsonObject command =
        new JsonObject()
            .put(LIST, collection)
            .put("cursor", new JsonObject().put("batchSize", MOST_OF_A_COLLECTION));
    return client.runCommand(LIST, command).map(Indexes::firstBatch).recover(Indexes::noneYet);
  }

  private static JsonArray firstBatch(JsonObject answer) {
    return answer.getJsonObject("cursor").getJsonArray("firstBatch");
  }

  private static Future<JsonArray> noneYet(Throwable failure) {
    return hasCode(failure, Set.of(NO_COLLECTION))
        ? Future.succeededFuture(new JsonArray())
        : Future.failedFuture(failure);
  }

  private Future<Void> make(Wanted wanted) {
    IndexOptions options = new IndexOptions().name(wanted.name()).unique(true);
    JsonObject key = new JsonObject();
    wanted.fields().forEach(field -> key.put(field, 1));
    return client
        .createIndexWithOptions(wanted.collection(), key, options)
        .recover(failure -> Future.failedFuture(explained(wanted, failure)));
  }

  private static Throwable explained(Wanted wanted, Throwable failure) {
    if (hasCode(failure, CONFLICTS)) {
      return wrong(wanted, "has another definition");
    }
    if (hasCode(failure, DUPLICATES)) {
      return wrong(wanted, "cannot be made, since the collection holds a value twice");
    }
    return failure;
  }

  private static boolean hasCode(Throwable failure, Set<Integer> codes) {
    return failure instanceof MongoCommandException refused
        && codes.contains(refused.getErrorCode());
  }

  private static Future<Void> verify(JsonArray found, Wanted wanted) {
    Optional<String> problem = problem(found, wanted);
    return problem.isEmpty() ? done() : Future.failedFuture(wrong(wanted, problem.get()));
  }

  private static StoreOpenException wrong(Wanted wanted, String problem) {
    return new StoreOpenException(
        "MongoDB collection %s: the index on %s, which must be unique and nothing else, %s"
            .formatted(wanted.collection(), String.join(", ", wanted.fields()), problem));
  }

  /** Empty when the indexes of events, as the server lists them, are what the store needs. */
  static Optional<String> problemOfEvents(JsonArray found) {
    return problem(found, EVENT_KEY);
  }

  private static Optional<String> problem(JsonArray found, Wanted wanted) {
    for (JsonObject index : objects(found)) {
      boolean onId = isOn(index, List.of(Names.ID));
      if (onId && hasCollation(index)) {
        return Optional.of("is in a collection with a collation, where texts are not bytes");
      }
      if (!onId && isUnique(index) && !isOn(index, wanted.fields())) {
        return Optional.of("has another unique one beside it: " + index.getString("name"));
      }
    }
    return isThere(found, wanted)
        ? Optional.empty()
        : Optional.of("is missing or has another definition");
  }

  /** Under whatever name: an operator may have made it. */
  private static boolean isThere(JsonArray found, Wanted wanted) {
    return objects(found).stream()
        .filter(index -> isOn(index, wanted.fields()))
        .anyMatch(Indexes::arbitrates);
  }

  private static boolean arbitrates(JsonObject index) {
    return isUnique(index)
        && !hasCollation(index)
        && !isSet(index, "sparse")
        && WEAKENING.stream().allMatch(name -> index.getValue(name) == null);
  }

  private static boolean isOn(JsonObject index, List<String> fields) {
    JsonObject key = index.getJsonObject("key", new JsonObject());
    return List.copyOf(key.fieldNames()).equals(fields) && !key.getMap().containsValue("hashed");
  }

  private static boolean isUnique(JsonObject index) {
    return isSet(index, "unique");
  }

  /** Servers write the binary comparison as no collation, or as locale "simple". */
  private static boolean hasCollation(JsonObject index) {
    JsonObject collation = index.getJsonObject("collation");
    return collation != null && !"simple".equals(collation.getString("locale"));
  }

  /** Servers write flags as booleans or numbers. */
  private static boolean isSet(JsonObject index, String name) {
    Object value = index.getValue(name);
    boolean off = value instanceof Number number && number.doubleValue() == 0;
    return value != null && !Boolean.FALSE.equals(value) && !off;
  }

  private static List<JsonObject> objects(JsonArray found) {
    return found.stream().map(JsonObject.class::cast).toList();
  }
}
