package com.plantapop.chat.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.StoreOpenException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.UUID;
import java.util.function.Consumer;

/** From a connection string to a store that works, or to a message that says why not. */
final class MongoOpening {
  /** Where the connection string names none. */
  private static final String DATABASE = "plantapop_chat";

  /** A store that starts together with its nodes, or is busy, deserves more than one question. */
  private static final int ATTEMPTS = 5;

  private final Vertx vertx;
  private final String uri;
  private final Consumer<MongoClientSettings.Builder> extra;

  /** {@code extra} has the last word on the settings. */
  MongoOpening(Vertx vertx, String uri, Consumer<MongoClientSettings.Builder> extra) {
    this.vertx = vertx;
    this.uri = uri;
    this.extra = extra;
  }

  Future<EventStore> open() {
    // Parsing mongodb+srv asks the DNS and waits for it.
    return vertx.executeBlocking(this::parse).compose(this::connect);
  }

  /** The driver's own messages may quote what stands around a password that was not escaped. */
  private ConnectionString parse() {
    try {
      return new ConnectionString(uri);
    } catch (MongoConfigurationException e) {
      throw new StoreOpenException("store.uri: the DNS does not tell where the MongoDB is");
    } catch (IllegalArgumentException e) {
      throw new StoreOpenException(
          "store.uri is not a MongoDB connection string; in the user name and the password,"
              + " characters such as : / ? # @ % must be percent-encoded");
    }
  }

  private Future<EventStore> connect(ConnectionString parsed) {
    String hosts = String.join(",", parsed.getHosts());
    MongoClient client;
    try {
      client = client(parsed);
    } catch (RuntimeException e) {
      return Future.failedFuture(problem(parsed, hosts, e));
    }
    return reach(client, ATTEMPTS)
        .compose(answer -> new DatabaseFormat(client).raise())
        .map(done -> store(client, hosts))
        .recover(failure -> giveUp(client, problem(parsed, hosts, failure)));
  }

  /**
   * Each attempt lasts for the server selection timeout, 3 s unless the string has a shorter one.
   */
  private static Future<?> reach(MongoClient client, int attempts) {
    Future<?> answer = MongoRequests.ping(client);
    return attempts == 1 ? answer : answer.recover(failure -> again(client, attempts, failure));
  }

  private static <T> Future<T> again(MongoClient client, int attempts, Throwable failure) {
    return failure instanceof MongoTimeoutException
        ? reach(client, attempts - 1).mapEmpty()
        : Future.failedFuture(failure);
  }

  private MongoClient client(ConnectionString parsed) {
    MongoClientSettings.Builder settings = DriverSettings.of(vertx, parsed);
    extra.accept(settings);
    String database = parsed.getDatabase() == null ? DATABASE : parsed.getDatabase();
    // A name of its own, lest two stores share, and one closes, the same connections.
    String name = UUID.randomUUID().toString();
    JsonObject config = new JsonObject().put("db_name", database);
    return MongoClient.createWithMongoSettings(vertx, config, name, settings.build());
  }

  private EventStore store(MongoClient client, String hosts) {
    return new MongoEventStore(vertx, client, new Failures(hosts));
  }

  private static <T> Future<T> giveUp(MongoClient client, StoreOpenException problem) {
    return client.close().transform(closed -> Future.failedFuture(problem));
  }

  private static StoreOpenException problem(
      ConnectionString parsed, String hosts, Throwable failure) {
    if (failure instanceof StoreOpenException told) {
      return told;
    }
    String place = "MongoDB at " + hosts;
    if (failure instanceof MongoSecurityException) {
      return new StoreOpenException(
          place + " refuses the user name or the password in store.uri (CHAT_STORE_URI)");
    }
    String text = withoutPassword(parsed, Failures.text(failure));
    return failure instanceof MongoTimeoutException
        ? new StoreOpenException(place + " does not answer, or none there takes writes: " + text)
        : new StoreOpenException(place + " cannot be used: " + text);
  }

  /** The driver hides it; this holds whatever a server repeats to us. */
  private static String withoutPassword(ConnectionString parsed, String text) {
    char[] password = parsed.getPassword();
    return password == null || password.length == 0
        ? text
        : text.replace(new String(password), "***");
  }
}
