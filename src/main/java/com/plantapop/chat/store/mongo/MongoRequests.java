package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.BulkWriteOptions;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one way to the server but for appends: bounded in number, failures are refusals. */
final class MongoRequests {
  /** With the writes of runs fewer than the driver has connections. */
  private static final int AT_A_TIME = 32;

  private static final long PING_MS = 2_000;

  private final MongoClient client;
  private final Failures failures;
  private final RequestLimit limit = new RequestLimit(AT_A_TIME);

  MongoRequests(MongoClient client, Failures failures) {
    this.client = client;
    this.failures = failures;
  }

  /**
   * All that match, in one answer of the server.
   *
   * @param most how many there can be; one more is asked for, so that the server sees the end and
   *     keeps no cursor. Without a number the client asks for 2^31 - 1, and there is an engine that
   *     reserves memory for so many
   */
  Future<List<JsonObject>> find(
      String collection, JsonObject query, FindOptions options, int most) {
    return run(() -> find(client, collection, query, options, most), failures::ofRead);
  }

  Future<Optional<JsonObject>> findOne(String collection, JsonObject query) {
    return find(collection, query, new FindOptions().setLimit(1), 1)
        .map(found -> found.stream().findFirst());
  }

  /** For who knows what the driver's exceptions mean, without a bound. */
  static Future<List<JsonObject>> find(
      MongoClient client, String collection, JsonObject query, FindOptions options, int most) {
    options.setBatchSize(most + 1);
    Promise<List<JsonObject>> all = Promise.promise();
    List<JsonObject> found = new ArrayList<>();
    ReadStream<JsonObject> documents = client.findBatchWithOptions(collection, query, options);
    documents
        .exceptionHandler(all::tryFail)
        .endHandler(end -> all.tryComplete(found))
        .handler(found::add);
    return all.future();
  }

  /** Whether it was inserted; false when a unique index refused it. */
  Future<Boolean> insert(String collection, JsonObject document) {
    return run(
        () ->
            client
                .insert(collection, document)
                .map(inserted -> true)
                .recover(MongoRequests::falseForDuplicate),
        failures::ofWrite);
  }

  private static Future<Boolean> falseForDuplicate(Throwable failure) {
    return Failures.isDuplicate(failure)
        ? Future.succeededFuture(false)
        : Future.failedFuture(failure);
  }

  /** Changes events one after the other; stops at the first that fails. */
  Future<Void> inOrder(List<BulkOperation> changes) {
    BulkWriteOptions ordered = new BulkWriteOptions().setOrdered(true);
    return run(
        () -> client.bulkWriteWithOptions(Names.EVENTS, changes, ordered).mapEmpty(),
        failures::ofWrite);
  }

  /**
   * Changes documents that have nothing to do with each other, in a way that may be repeated. Where
   * some are refused all are tried once more: of two who make the same document at the same time a
   * server may refuse one, which finds it there then.
   */
  Future<Void> inAnyOrder(String collection, List<BulkOperation> changes) {
    BulkWriteOptions unordered = new BulkWriteOptions().setOrdered(false);
    Supplier<Future<Void>> write =
        () -> client.bulkWriteWithOptions(collection, changes, unordered).mapEmpty();
    return run(() -> write.get().recover(refused -> again(write, refused)), failures::ofWrite);
  }

  private static Future<Void> again(Supplier<Future<Void>> write, Throwable refused) {
    return Failures.isOfDocuments(refused) ? write.get() : Future.failedFuture(refused);
  }

  private <T> Future<T> run(Supplier<Future<T>> request, Function<Throwable, Refusal> refusal) {
    return limit.run(request).compose(this::answered, failure -> refused(refusal, failure));
  }

  private <T> Future<T> answered(T answer) {
    failures.none();
    return Future.succeededFuture(answer);
  }

  private static <T> Future<T> refused(Function<Throwable, Refusal> refusal, Throwable failure) {
    return Future.failedFuture(refusal.apply(failure));
  }

  /** Asks the primary whether it is there, beside all that waits. */
  Future<Void> check() {
    return RequestLimit.start(() -> ping(client))
        .timeout(PING_MS, TimeUnit.MILLISECONDS)
        .compose(this::answered, failure -> refused(failures::ofRead, failure));
  }

  /** Runs on the primary, which the driver has to find for it. */
  static Future<Void> ping(MongoClient client) {
    return client.runCommand("ping", new JsonObject().put("ping", 1)).mapEmpty();
  }
}
