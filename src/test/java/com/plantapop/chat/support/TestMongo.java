package com.plantapop.chat.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.mongodb.ConnectionString;
import de.bwaldvogel.mongo.MongoServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** A database that nobody else uses, on a server in this JVM or on one that is named. */
public final class TestMongo {
  /** Names a server of the MongoDB API; the database in it, if any, is not touched. */
  public static final String NAMED = "CHAT_TEST_MONGODB_URI";

  private static final Pattern PARTS =
      Pattern.compile("(mongodb(?:\\+srv)?://[^/?]+)(?:/[^?]*)?(?:\\?(.*))?");

  private final MongoServer server;
  private final String uri;

  private TestMongo(MongoServer server, String uri) {
    this.server = server;
    this.uri = withDatabase(uri, "chat_test_" + UUID.randomUUID().toString().substring(0, 8));
  }

  public static TestMongo inThisJvm() {
    ((Logger) LoggerFactory.getLogger("de.bwaldvogel")).setLevel(Level.OFF);
    MongoServer server = new MongoServer(new IndexedBackend());
    InetSocketAddress address = server.bind();
    return new TestMongo(server, "mongodb://127.0.0.1:" + address.getPort());
  }

  /** On the server that {@link #NAMED} names. */
  public static TestMongo named() {
    return on(System.getenv(NAMED));
  }

  /**
   * On any server of the MongoDB API.
   *
   * @param uri the database in it, if any, is not touched
   */
  public static TestMongo on(String uri) {
    return new TestMongo(null, uri);
  }

  /** The named one where there is one. */
  public static TestMongo any() {
    return System.getenv(NAMED) == null ? inThisJvm() : named();
  }

  /** With the name of the database. */
  public String uri() {
    return uri;
  }

  /** A client on the database, as an operator's tool would be. */
  public MongoClient client(Vertx vertx) {
    return MongoClient.create(vertx, new JsonObject().put("connection_string", uri));
  }

  /** Another database in the string must not change where its user is looked up. */
  static String withDatabase(String uri, String database) {
    ConnectionString parsed = new ConnectionString(uri);
    Matcher parts = PARTS.matcher(uri);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a connection string");
    }
    String options = parts.group(2) == null ? "" : parts.group(2);
    if (parsed.getCredential() != null && !options.contains("authSource=")) {
      options +=
          (options.isEmpty() ? "" : "&") + "authSource=" + parsed.getCredential().getSource();
    }
    return parts.group(1) + "/" + database + (options.isEmpty() ? "" : "?" + options);
  }

  /** Removes the database. */
  public void close() throws Exception {
    if (server == null) {
      drop();
    } else {
      server.shutdownNow();
    }
  }

  private void drop() throws Exception {
    Vertx vertx = Vertx.vertx();
    client(vertx)
        .runCommand("dropDatabase", new JsonObject().put("dropDatabase", 1))
        .await(30, TimeUnit.SECONDS);
    vertx.close().await(30, TimeUnit.SECONDS);
  }
}
