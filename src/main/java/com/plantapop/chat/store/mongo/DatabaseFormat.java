package com.plantapop.chat.store.mongo;

import com.plantapop.chat.store.StoreOpenException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;

/**
 * Which version of {@link Documents} and {@link Indexes} a database is written in. Format 1 says
 * nothing of itself; its documents are read as they are, and its index is replaced. 2 came with
 * metadata, with logs that begin after 1, and with an index that shards allow.
 */
final class DatabaseFormat {
  /** Must grow when a document or an index changes its meaning. */
  static final int FORMAT = 2;

  private static final JsonObject ID = new JsonObject().put(Names.ID, "format");
  private static final String VERSION = "version";

  private final MongoClient client;

  DatabaseFormat(MongoClient client) {
    this.client = client;
  }

  /** Raises an older or new database to ours; a later one is refused and left as it is. */
  Future<Void> raise() {
    return MongoRequests.find(client, Names.META, ID, new FindOptions().setLimit(1), 1)
        .compose(this::raise);
  }

  private Future<Void> raise(List<JsonObject> found) {
    if (!found.isEmpty()) {
      return check(found.get(0).getInteger(VERSION));
    }
    return new Indexes(client).ensure().compose(ensured -> write());
  }

  private Future<Void> check(int version) {
    return version > FORMAT ? Future.failedFuture(tooNew(version)) : new Indexes(client).ensure();
  }

  private static StoreOpenException tooNew(int version) {
    return new StoreOpenException(
        "MongoDB: the database is written in format %d, this version reads those up to format %d;"
                .formatted(version, FORMAT)
            + " run the version that wrote it, or name another database");
  }

  private Future<Void> write() {
    return client
        .insert(Names.META, ID.copy().put(VERSION, FORMAT))
        .<Void>mapEmpty()
        .recover(DatabaseFormat::writtenByAnother);
  }

  private static Future<Void> writtenByAnother(Throwable failure) {
    return Failures.isDuplicate(failure) ? Future.succeededFuture() : Future.failedFuture(failure);
  }
}
