package com.plantapop.chat.store.mongo;

import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.EventStoreContract;
import com.plantapop.chat.store.StoreSubject;
import com.plantapop.chat.support.TestMongo;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;

/** The contract on MongoDB, as far as mongo-java-server is one: it has no replicas and no disk. */
class MongoEventStoreTest extends EventStoreContract {
  private TestMongo mongo;

  TestMongo server() {
    return TestMongo.inThisJvm();
  }

  @Override
  protected EventStore openStore(Vertx vertx) {
    if (mongo == null) {
      mongo = server();
    }
    return StoreSubject.await(MongoEventStore.open(vertx, mongo.uri()));
  }

  @AfterEach
  void removeDatabase() throws Exception {
    if (store() != null) {
      // It must be idle before its server goes; that it is closed once more is allowed.
      StoreSubject.await(store().close());
    }
    mongo.close();
  }
}
