package com.plantapop.chat.store.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.connection.ClusterSettings;
import com.mongodb.connection.ConnectionPoolSettings;
import com.mongodb.connection.ServerSettings;
import com.mongodb.connection.SocketSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.impl.config.MongoClientOptionsParser;
import java.util.concurrent.TimeUnit;

/**
 * The driver's settings: those of the connection string, then what the guarantees need, then bounds
 * on every wait. Together the bounds keep an answer within the deadline of a sender (10 s by
 * default): an outage is told when no server can be selected, a server that hangs when its socket
 * times out.
 */
final class DriverSettings {
  private static final String APPLICATION = "plantapop-chat";
  private static final int SELECTION_MS = 3_000;
  private static final int CONNECT_MS = 3_000;
  private static final int POOL_WAIT_MS = 3_000;

  /** How long the primary waits for the majority before it says that it does not know. */
  private static final int MAJORITY_MS = 5_000;

  /** More than the wait for the majority, so that the server gets to say it. */
  private static final int SOCKET_MS = 7_000;

  /** A server that hangs is noticed by the next of these, not only by our requests. */
  private static final int HEARTBEAT_MS = 2_000;

  private DriverSettings() {}

  /**
   * The event loops and the codec of JsonObject are those that vertx-mongo-client hands the driver
   * itself, which it does not for settings from outside.
   */
  static MongoClientSettings.Builder of(Vertx vertx, ConnectionString uri) {
    MongoClientSettings stock = new MongoClientOptionsParser(vertx, new JsonObject()).settings();
    return MongoClientSettings.builder()
        .transportSettings(stock.getTransportSettings())
        .codecRegistry(stock.getCodecRegistry())
        .applicationName(APPLICATION)
        .applyConnectionString(uri)
        .writeConcern(
            WriteConcern.MAJORITY
                .withJournal(true)
                .withWTimeout(MAJORITY_MS, TimeUnit.MILLISECONDS))
        .readConcern(ReadConcern.MAJORITY)
        .readPreference(ReadPreference.primary())
        .applyToClusterSettings(cluster -> bound(cluster, uri))
        .applyToServerSettings(server -> bound(server, uri))
        .applyToConnectionPoolSettings(pool -> bound(pool, uri))
        .applyToSocketSettings(socket -> bound(socket, uri));
  }

  private static void bound(ClusterSettings.Builder cluster, ConnectionString uri) {
    int selection = shorter(uri.getServerSelectionTimeout(), SELECTION_MS);
    cluster.serverSelectionTimeout(selection, TimeUnit.MILLISECONDS);
  }

  private static void bound(ServerSettings.Builder server, ConnectionString uri) {
    int heartbeat = shorter(uri.getHeartbeatFrequency(), HEARTBEAT_MS);
    server.heartbeatFrequency(heartbeat, TimeUnit.MILLISECONDS);
  }

  private static void bound(ConnectionPoolSettings.Builder pool, ConnectionString uri) {
    pool.maxWaitTime(shorter(uri.getMaxWaitTime(), POOL_WAIT_MS), TimeUnit.MILLISECONDS);
  }

  private static void bound(SocketSettings.Builder socket, ConnectionString uri) {
    socket
        .connectTimeout(shorter(uri.getConnectTimeout(), CONNECT_MS), TimeUnit.MILLISECONDS)
        .readTimeout(shorter(uri.getSocketTimeout(), SOCKET_MS), TimeUnit.MILLISECONDS);
  }

  /** 0 and less mean no bound to the driver, which is none of the choices. */
  private static int shorter(Integer asked, int most) {
    return asked == null || asked <= 0 ? most : Math.min(asked, most);
  }
}
