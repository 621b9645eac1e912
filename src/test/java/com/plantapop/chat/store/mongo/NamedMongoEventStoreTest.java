package com.plantapop.chat.store.mongo;

import com.plantapop.chat.support.TestMongo;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract on the server that the environment names, each test in a database of its own. */
@EnabledIfEnvironmentVariable(named = TestMongo.NAMED, matches = ".+")
class NamedMongoEventStoreTest extends MongoEventStoreTest {
  @Override
  TestMongo server() {
    return TestMongo.named();
  }
}
