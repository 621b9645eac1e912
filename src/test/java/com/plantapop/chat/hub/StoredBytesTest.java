package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client wrote reaches readers on other nodes as it was stored, without a look there. */
class StoredBytesTest {
  private static final Map<String, String> SELDOM = Map.of("CHAT_HUB_HEAD_CHECK_MS", "600000");

  private final TestCluster cluster = new TestCluster();
  private final AtomicInteger reads = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private Future<?> count() {
    reads.incrementAndGet();
    return Future.succeededFuture();
  }

  @Test
  void jsonAsOrdinaryClientsWriteItCostsOtherNodesNoRead() throws Exception {
    Member there = cluster.start("bytes", SELDOM, DisturbedStore.withReadsAfter(chat -> count()));
    Member here = cluster.start("bytes", SELDOM, UnaryOperator.identity());
    String address = Frames.newAddress();
    try (BridgeSocket reader = cluster.connect(there);
        BridgeSocket writer = cluster.connect(here)) {
      reader.register(address, null);
      reads.set(0);
      List<String> spellings =
          List.of(
              "{\"content\": \"a space\"}",
              "{\"content\":\"a\\/slash\"}",
              "{\"content\":\"\\u001f\"}",
              "{\"n\":1e-7}");
      for (String body : spellings) {
        String id = java.util.UUID.randomUUID().toString();
        String withId = "{\"id\":\"" + id + "\"," + body.substring(1);
        JsonObject answer = writer.submit(address, withId);
        assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
        assertThat(reader.nextJson().getJsonObject("body").getString("id")).isEqualTo(id);
      }
      assertThat(reads).hasValue(0);
    }
  }
}
