package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chats side by side on one node. */
@Timeout(120)
class ManyChatsTest {
  /** Enough that each of the two shards has several. */
  private static final int CHATS = 12;

  private final List<String> chats = Stream.generate(Frames::newAddress).limit(CHATS).toList();
  @TempDir private Path data;

  private static String message(UUID id, UUID chatId) {
    JsonObject message = new JsonObject(Frames.message(id.toString(), "said"));
    return message.put("chatId", chatId.toString()).encode();
  }

  private static int refusal(BridgeSocket socket, String address, String body) throws Exception {
    return socket.submit(address, body).getInteger("failureCode");
  }

  private static JsonObject accepted(BridgeSocket socket, String address, String body)
      throws Exception {
    JsonObject answer = socket.submit(address, body);
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("rec");
    return answer.getJsonObject("body");
  }

  @Test
  void chatThatWasForgottenGoesOnWithItsNumbersItsBindingAndItsIds() throws Exception {
    Map<String, UUID> ids = new HashMap<>();
    Map<String, UUID> chatIds = new HashMap<>();
    try (TestNode node =
            TestNode.start(data, Map.of("CHAT_INGEST_MAX_CACHED_CHATS", "1"), store -> store);
        BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      for (int round = 1; round <= 3; round++) {
        for (String chat : chats) {
          UUID first = ids.computeIfAbsent(chat, any -> UUID.randomUUID());
          UUID chatId = chatIds.computeIfAbsent(chat, any -> UUID.randomUUID());
          UUID id = round == 1 ? first : UUID.randomUUID();
          assertThat(accepted(socket, chat, message(id, chatId)).getLong("seq")).isEqualTo(round);
          assertThat(accepted(socket, chat, message(first, chatId)))
              .contains(Map.entry("seq", 1), Map.entry("duplicate", true));
          assertThat(refusal(socket, chat, message(UUID.randomUUID(), UUID.randomUUID())))
              .isEqualTo(409);
          String receipt = Frames.receipt(first.toString(), round + "@example.com");
          assertThat(accepted(socket, chat + ".receipts", receipt).getLong("seq")).isEqualTo(round);
        }
      }
    }
  }

  @Test
  void silentAndFailingChatsNeitherDelayNorFailTheirNeighbours() throws Exception {
    Promise<Void> silence = Promise.promise();
    Future<Void> away = Future.failedFuture(Refusal.of(Refusal.Code.UNAVAILABLE, "away"));
    String silent = Frames.newAddress();
    String failing = Frames.newAddress();
    Map<String, Future<?>> disturbed = Map.of(silent, silence.future(), failing, away);
    try (TestNode node =
            TestNode.start(
                data,
                Map.of("CHAT_INGEST_DEADLINE_MS", "2000"),
                DisturbedStore.withReadsAfter(chat -> gate(disturbed, chat)));
        BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port())) {
      socket.send(Frames.send(silent, Frames.message("?"), "silent"));
      socket.send(Frames.send(failing, Frames.message("?"), "failing"));
      for (String chat : chats) {
        socket.send(Frames.send(chat, Frames.message("!"), chat));
      }
      Map<String, String> answers = new HashMap<>();
      for (int i = 0; i <= CHATS; i++) {
        JsonObject answer = socket.nextJson();
        answers.put(answer.getString("address"), answer.getString("type"));
      }
      assertThat(answers).hasSize(CHATS + 1).containsEntry("failing", "err");
      assertThat(answers).as("not after the silent one").doesNotContainKey("silent");
      chats.forEach(chat -> assertThat(answers).containsEntry(chat, "rec"));
      assertThat(socket.nextJson().getString("address")).isEqualTo("silent");
      silence.complete();
    }
  }

  private static Future<?> gate(Map<String, Future<?>> disturbed, ChatId chat) {
    return disturbed.getOrDefault("chat." + chat.hex(), Future.succeededFuture());
  }

  @Test
  void authorsOnTwoEventLoopsTakeTurns() throws Exception {
    String chat = Frames.newAddress();
    try (TestNode node = TestNode.start(data);
        BridgeSocket here = BridgeSocket.raw(node.vertx(), node.port());
        BridgeSocket there = BridgeSocket.sockJs(node.vertx(), node.port())) {
      List<BridgeSocket> both = List.of(here, there);
      for (int seq = 1; seq <= 50; seq++) {
        BridgeSocket author = both.get(seq % 2);
        assertThat(accepted(author, chat, Frames.message("" + seq)).getLong("seq")).isEqualTo(seq);
      }
      for (BridgeSocket reader : both) {
        reader.register(chat, 0L);
        for (int seq = 1; seq <= 50; seq++) {
          JsonObject event = reader.nextJson();
          assertThat(event.getJsonObject("headers").getString("seq")).isEqualTo("" + seq);
          assertThat(event.getJsonObject("body").getString("content")).isEqualTo("" + seq);
        }
      }
    }
  }
}
