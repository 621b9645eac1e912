package com.plantapop.chat.bench;

import com.plantapop.chat.support.MongoServerProcess;
import com.plantapop.chat.support.TestMongo;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A new database for one cluster, gone when it is closed. */
final class Database implements AutoCloseable {
  /** Enough for some hundred thousand events. */
  private static final int HEAP_MB = 3_000;

  private final Optional<MongoServerProcess> server;
  private final TestMongo database;

  private Database(Optional<MongoServerProcess> server, TestMongo database) {
    this.server = server;
    this.database = database;
  }

  /**
   * @param named the server to use; else one is started, from the tests' class path
   */
  static Database create(Optional<String> named) throws IOException {
    if (named.isPresent()) {
      return new Database(Optional.empty(), TestMongo.on(named.get()));
    }
    MongoServerProcess server = new MongoServerProcess(HEAP_MB);
    return new Database(Optional.of(server), TestMongo.on(server.uri()));
  }

  /** What the report says of it. */
  static String describe(Optional<String> named) {
    return named.isPresent()
        ? "Store: the named server, on this machine or not"
        : "Store: mongo-java-server, NOT MongoDB: compare rows, quote no throughput of it.";
  }

  /** With nothing but its URI; the rest as an operator has it. */
  Map<String, String> plainSettings() {
    return Map.of("CHAT_STORE_URI", database.uri());
  }

  /** CPU time of the server, when it is ours to know. */
  OptionalLong cpuMicros() {
    return server.stream().mapToLong(process -> ServerProcess.cpuMicros(process.pid())).findFirst();
  }

  /** Settings of the nodes, as environment variables. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("CHAT_STORE_URI", database.uri());
    if (server.isPresent()) {
      // For each chat it looks through all events, which would be what is measured.
      settings.put("CHAT_HUB_HEAD_CHECK_MS", "600000");
    }
    return settings;
  }

  /**
   * Removes what a measurement has left, before the next one in another chat: mongo-java-server
   * looks through all events where MongoDB takes one from an index. A named server keeps them.
   */
  void forgetEvents() {
    if (server.isPresent()) {
      Vertx vertx = Vertx.vertx();
      database.client(vertx).removeDocuments("events", new JsonObject()).await();
      vertx.close().await();
    }
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (Exception e) {
      throw new BenchmarkException("the database cannot be dropped", e);
    } finally {
      server.ifPresent(MongoServerProcess::close);
    }
  }
}
