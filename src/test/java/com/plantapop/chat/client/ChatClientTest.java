package com.plantapop.chat.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service submits and looks up through the client. */
class ChatClientTest {
  private final ChatId chat = new ChatId(Frames.newChatId());
  private final Address log = Address.messages(chat);
  @TempDir private Path data;
  private TestNode node;
  private ChatClient client;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
    client = ChatClient.create(node.vertx());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static JsonObject message(String content) {
    return new JsonObject().put("content", content);
  }

  static Refusal.Code refusal(Future<?> asked) {
    return asked
        .map(answer -> (Refusal.Code) null)
        .otherwise(cause -> ((Refusal) cause).code())
        .await();
  }

  @Test
  void sameObjectSentAgainIsOneEvent() {
    JsonObject message = message("hello");
    Acknowledgement first = client.send(chat, message).await();
    assertThat(first.seq()).isEqualTo(1);
    assertThat(first.id()).contains(message.getString("id"));
    assertThat(first.duplicate()).isFalse();

    Acknowledgement again = client.send(chat, message).await();
    assertThat(again.duplicate()).isTrue();
    assertThat(again.seq()).isEqualTo(1);
    assertThat(again.acceptedAt()).isEqualTo(first.acceptedAt());
    message.put("content", "changed");
    assertThat(refusal(client.send(chat, message))).isEqualTo(Refusal.Code.CONFLICT);
    assertThat(client.history(log, 10).await().head()).isEqualTo(1);
  }

  @Test
  void firstReceiptOfAReaderStands() {
    JsonObject message = message("read me");
    client.send(chat, message).await();
    JsonObject receipt =
        new JsonObject()
            .put("messageId", message.getString("id"))
            .put("recipient", "bob@example.com");
    assertThat(client.receipt(chat, receipt).await().duplicate()).isFalse();
    assertThat(client.receipt(chat, receipt).await().duplicate()).isTrue();
    receipt.put("messageId", UUID.randomUUID().toString());
    assertThat(refusal(client.receipt(chat, receipt))).isEqualTo(Refusal.Code.NOT_FOUND);
    HistoryPage receipts = client.history(Address.receipts(chat), 10).await();
    assertThat(receipts.events()).hasSize(1);
  }

  @Test
  void refusalsCarryCodeAndWords() {
    Future<Acknowledgement> wrong = client.send(chat, message("x").put("sender", "nobody"));
    assertThat(refusal(wrong)).isEqualTo(Refusal.Code.SCHEMA);
    assertThat(wrong.cause()).hasMessageContaining("/sender");
    JsonObject noJson = message("x").put("what", new Object());
    assertThat(refusal(client.send(chat, noJson))).isEqualTo(Refusal.Code.MALFORMED);
    assertThat(refusal(client.history(log, 0))).isEqualTo(Refusal.Code.MALFORMED);
  }

  @Test
  void historyPagesBothWays() {
    for (int i = 1; i <= 5; i++) {
      client.send(chat, message("" + i)).await();
    }
    HistoryPage after = client.historyAfter(log, 1, 2).await();
    assertThat(after.head()).isEqualTo(5);
    assertThat(after.events()).extracting(ChatEvent::seq).containsExactly(2L, 3L);
    assertThat(after.events().get(0).body().getString("content")).isEqualTo("2");
    HistoryPage before = client.historyBefore(log, 4, 2).await();
    assertThat(before.events()).extracting(ChatEvent::seq).containsExactly(2L, 3L);
    HistoryPage newest = client.history(log, 1).await();
    assertThat(newest.events()).extracting(ChatEvent::seq).containsExactly(5L);
  }

  @Test
  void withoutANodeEverythingIsUnavailable() {
    Vertx alone = Vertx.vertx();
    ChatClient lonely = ChatClient.create(alone);
    assertThat(refusal(lonely.send(chat, message("x")))).isEqualTo(Refusal.Code.UNAVAILABLE);
    assertThat(refusal(lonely.history(log, 1))).isEqualTo(Refusal.Code.UNAVAILABLE);
    assertThat(refusal(lonely.subscribe(log, event -> {}))).isEqualTo(Refusal.Code.UNAVAILABLE);
    alone.close().await();
  }

  @Test
  void silenceMayMeanStored() {
    Vertx alone = Vertx.vertx();
    alone.eventBus().consumer("chat.submit", message -> {});
    ChatClient patient = ChatClient.create(alone, new ClientSettings(50, 1_000));
    assertThat(refusal(patient.send(chat, message("x")))).isEqualTo(Refusal.Code.UNKNOWN_OUTCOME);
    alone.close().await();
  }
}
