package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import io.vertx.ext.mongo.IndexOptions;
import io.vertx.ext.mongo.MongoClient;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stand-in finds what is there: whatever it misses would look like a fault of ours. */
@ExtendWith(VertxExtension.class)
class IndexedBackendTest {
  private final TestMongo mongo = TestMongo.inThisJvm();
  private MongoClient client;

  @BeforeEach
  void fill(Vertx vertx) throws Exception {
    client = mongo.client(vertx);
    for (String each : List.of("a1", "a2", "a3", "b1")) {
      if (each.equals("a2")) {
        index();
      }
      String address = each.substring(0, 1);
      JsonObject document = new JsonObject().put("_id", each).put("address", address);
      client.insert("events", document.put("key", "key " + each)).await(9, TimeUnit.SECONDS);
    }
    // As every further node does.
    index();
  }

  private void index() throws Exception {
    JsonObject fields = new JsonObject().put("address", 1).put("key", 1);
    client
        .createIndexWithOptions("events", fields, new IndexOptions().unique(true))
        .await(9, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    mongo.close();
  }

  private List<String> find(String query, FindOptions options) throws Exception {
    return client
        .findWithOptions("events", new JsonObject(query.replace('\'', '"')), options)
        .await(9, TimeUnit.SECONDS)
        .stream()
        .map(found -> found.getString("_id"))
        .toList();
  }

  private List<String> find(String query) throws Exception {
    return find(query, new FindOptions());
  }

  @Test
  void findsByEveryIndexWhatCameBeforeItAndAfter() throws Exception {
    assertThat(find("{'address':'a','key':'key a1'}")).containsExactly("a1");
    assertThat(find("{'address':'a','key':{'$in':['key a3','key a1','key b1','none']}}"))
        .containsExactly("a1", "a3");
    assertThat(find("{'address':{'$in':['a','b']},'_id':{'$in':['b1','a2','x']}}"))
        .containsExactly("a2", "b1");
    assertThat(find("{'address':'a'}")).containsExactly("a1", "a2", "a3");
  }

  @Test
  void readsARangeBothWaysAndForgetsWhatIsRemoved() throws Exception {
    String range = "{'address':'a','_id':{'$gt':'a1','$lt':'b'}}";
    FindOptions last = new FindOptions().setSort(new JsonObject().put("_id", -1)).setLimit(1);
    assertThat(find(range)).containsExactly("a2", "a3");
    assertThat(find(range, last)).containsExactly("a3");
    client.removeDocument("events", new JsonObject().put("_id", "a3")).await(9, TimeUnit.SECONDS);
    assertThat(find(range, last)).containsExactly("a2");
    assertThat(find("{'address':'a','key':{'$in':['key a3']}}")).isEmpty();
    assertThat(find("{}")).hasSize(3);
  }
}
