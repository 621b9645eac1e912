package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of design section 10, over each kind of WebSocket. */
class BridgeProtocolTest {
  enum Kind {
    SOCKJS,
    RAW
  }

  @TempDir private static Path data;
  private static TestNode node;

  @BeforeAll
  static void startNode() throws Exception {
    node = TestNode.start(data, Limits.FAR_OFF, UnaryOperator.identity());
  }

  @AfterAll
  static void stopNode() throws Exception {
    node.close();
  }

  private static BridgeSocket connect(TestNode to, Kind kind) throws Exception {
    return kind == Kind.RAW
        ? BridgeSocket.raw(to.vertx(), to.port())
        : BridgeSocket.sockJs(to.vertx(), to.port());
  }

  @ParameterizedTest
  @EnumSource
  void acceptedMessageIsAcknowledgedAndDelivered(Kind kind) throws Exception {
    String address = Frames.newAddress();
    String id = UUID.randomUUID().toString();
    try (BridgeSocket reader = connect(node, kind);
        BridgeSocket writer = connect(node, kind)) {
      assertThat(reader.register(address, null)).isZero();

      JsonObject answer =
          writer.submit(address, Frames.message(id, "hé \"quoted\" \\ \uD83C\uDF35"));
      JsonObject acknowledgement = answer.getJsonObject("body");
      assertThat(answer.fieldNames()).containsExactly("type", "address", "body");
      assertThat(answer.getString("type")).isEqualTo("rec");
      assertThat(answer.getString("address")).isEqualTo("reply");
      assertThat(acknowledgement.fieldNames()).containsExactly("seq", "acceptedAt", "id");
      assertThat(acknowledgement.getLong("seq")).isEqualTo(1);
      assertThat(acknowledgement.getString("id")).isEqualTo(id);
      assertThat(acknowledgement.getString("acceptedAt"))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

      JsonObject event = reader.nextJson();
      assertThat(event.fieldNames()).containsExactly("type", "address", "headers", "body");
      assertThat(event.getString("address")).isEqualTo(address);
      assertThat(event.getJsonObject("headers"))
          .isEqualTo(
              new JsonObject()
                  .put("seq", "1")
                  .put("acceptedAt", acknowledgement.getString("acceptedAt")));
      assertThat(event.getJsonObject("body").getString("content"))
          .isEqualTo("hé \"quoted\" \\ \uD83C\uDF35");
    }
  }

  @Test
  void whoRegistersAndThenSendsSeesTheOwnMessage() throws Exception {
    try (BridgeSocket socket = connect(node, Kind.SOCKJS)) {
      for (int i = 0; i < 50; i++) {
        String address = Frames.newAddress();
        socket.send(new JsonObject().put("type", "register").put("address", address).encode());
        socket.send(Frames.publish(address, Frames.message("own " + i)));

        assertThat(socket.nextJson().getString("address")).isEqualTo(address);
      }
    }
  }

  @Test
  void whatOneSocketSendsIsNumberedInItsOrder() throws Exception {
    String address = Frames.newAddress();
    int count = 3000;
    try (BridgeSocket reader = connect(node, Kind.SOCKJS);
        BridgeSocket writer = connect(node, Kind.RAW)) {
      reader.register(address, null);
      for (int i = 1; i <= count; i++) {
        writer.send(Frames.publish(address, Frames.message("" + i)));
      }
      for (int i = 1; i <= count; i++) {
        JsonObject event = reader.nextJson();
        assertThat(event.getJsonObject("headers").getString("seq")).isEqualTo("" + i);
        assertThat(event.getJsonObject("body").getString("content")).isEqualTo("" + i);
      }
    }
  }

  @Test
  void everySendHasExactlyOneAnswer() throws Exception {
    int count = 3000;
    List<String> replies = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    try (BridgeSocket socket = connect(node, Kind.SOCKJS)) {
      String address = Frames.newAddress();
      for (int i = 0; i < count; i++) {
        String body = i % 3 == 0 ? "{\"sender\":\"nobody\"}" : Frames.message("m");
        expected.add("r" + i);
        socket.send(Frames.send(address, body, "r" + i));
      }
      for (int i = 0; i < count; i++) {
        replies.add(socket.nextJson().getString("address"));
      }
      assertThat(socket.isQuiet()).isTrue();
    }
    assertThat(replies).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void repeatGetsTheFirstAcknowledgementAndIsNotPublishedAgain() throws Exception {
    String address = Frames.newAddress();
    String message = Frames.message("once");
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      JsonObject first = socket.submit(address, message).getJsonObject("body");
      socket.submit(address, Frames.message("another"));
      socket.register(address, null);

      JsonObject again = socket.submit(address, message).getJsonObject("body");

      assertThat(again).isEqualTo(first.copy().put("duplicate", true));
      assertThat(socket.isQuiet()).isTrue();
    }
  }

  @Test
  void sameIdWithOtherContentIsRefused() throws Exception {
    String address = Frames.newAddress();
    String id = UUID.randomUUID().toString();
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      socket.submit(address, Frames.message(id, "first"));

      JsonObject refusal = socket.submit(address, Frames.message(id, "second"));

      assertThat(refusal.getInteger("failureCode")).isEqualTo(409);
      assertThat(refusal.getString("message")).isEqualTo("id: another message has this id");
    }
  }

  @Test
  void idsThatDifferInCaseAreOneChatAndEachClientSeesItsOwnSpelling() throws Exception {
    String id = Frames.newChatId().replace('0', 'a');
    String upper = id.toUpperCase(Locale.ROOT);
    try (BridgeSocket one = connect(node, Kind.SOCKJS);
        BridgeSocket other = connect(node, Kind.RAW)) {
      List<String> ofOne = List.of("chat." + id, "chat/" + id);
      List<String> ofOther = List.of("CHAT." + upper, "chat/" + upper);
      register(one, ofOne);
      register(other, ofOther);
      one.send(Frames.publish("Chat/" + id, Frames.message("all")));

      assertThat(List.of(address(one), address(one))).containsExactlyInAnyOrderElementsOf(ofOne);
      assertThat(List.of(address(other), address(other)))
          .containsExactlyInAnyOrderElementsOf(ofOther);
    }
  }

  private static void register(BridgeSocket socket, List<String> spellings) throws Exception {
    for (String spelling : spellings) {
      socket.register(spelling, null);
    }
  }

  private static String address(BridgeSocket socket) throws Exception {
    return socket.nextJson().getString("address");
  }

  /** Else one socket could make us encode each event thousands of times (design section 3). */
  @ParameterizedTest
  @ValueSource(strings = {"chat.ID", "chat/ID", "chat.ID.receipts", "chat/ID/receipts"})
  void socketRegistersALogOncePerSeparator(String pattern) throws Exception {
    String id = Frames.newChatId().replace('0', 'a');
    String spelling = pattern.replace("ID", id);
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      socket.register(spelling, null);
      for (String other :
          List.of(
              spelling.toUpperCase(Locale.ROOT),
              spelling.replace('a', 'A'),
              "C" + spelling.substring(1))) {
        JsonObject refusal = new JsonObject(socket.ask(Frames.register(other, null)));
        assertThat(refusal.getInteger("failureCode")).isEqualTo(409);
        assertThat(refusal.getString("address")).isEqualTo(other);
        refusal = new JsonObject(socket.ask(Frames.unregister(other)));
        assertThat(refusal.getInteger("failureCode")).isEqualTo(404);
      }
      socket.send(Frames.unregister(spelling));
      socket.register(spelling.toUpperCase(Locale.ROOT), null);
    }
  }

  @Test
  void sinceReplaysWhatFollowsAndThenGoesLive() throws Exception {
    String address = Frames.newAddress();
    try (BridgeSocket writer = connect(node, Kind.RAW);
        BridgeSocket reader = connect(node, Kind.SOCKJS)) {
      for (int i = 1; i <= 700; i++) {
        writer.submit(address, Frames.message("" + i));
      }
      assertThat(reader.register(address, 10L)).isEqualTo(10);
      writer.submit(address, Frames.message("701"));

      for (int i = 11; i <= 701; i++) {
        assertThat(reader.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("" + i);
      }
      assertThat(reader.isQuiet()).isTrue();
    }
  }

  @Test
  void unregisteredAddressIsQuiet() throws Exception {
    String address = Frames.newAddress();
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      socket.register(address, null);
      socket.send(Frames.unregister(address));
      socket.submit(address, Frames.message("unheard"));

      assertThat(socket.isQuiet()).isTrue();
    }
  }

  @Test
  void refusedPublishNamesTheAddress() throws Exception {
    String address = "chat/" + Frames.newChatId();
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      JsonObject refusal = new JsonObject(socket.ask(Frames.publish(address, "{\"id\":5}")));

      assertThat(refusal.getString("type")).isEqualTo("err");
      assertThat(refusal.getString("address")).isEqualTo(address);
      assertThat(refusal.getInteger("failureCode")).isEqualTo(422);
    }
  }

  /** Clients in typed languages write every member that they know (design section 4). */
  @Test
  void memberThatIsNullIsAbsent() throws Exception {
    String address = Frames.newAddress();
    String nulls = ",\"headers\":null,\"replyAddress\":null,\"body\":null}";
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      socket.send("{\"type\":\"ping\",\"address\":null" + nulls);
      assertThat(socket.isQuiet()).isTrue();
      socket.send("{\"type\":\"register\",\"address\":\"" + address + "\"" + nulls);
      socket.send("{\"type\":\"publish\",\"address\":\"" + address + "\"" + nulls);
      assertThat(socket.nextJson().getString("message")).isEqualTo("body: missing");
      socket.send(Frames.send(address, "{}", "r").replace("\"r\"", "null"));
      assertThat(socket.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("1");
      socket.send("{\"type\":\"unregister\",\"address\":\"" + address + "\"" + nulls);

      String headers = "{\"since\":null,\"ack\":true,\"Authorization\":null}";
      JsonObject again = new JsonObject(Frames.register(address, null));
      again.put("headers", new JsonObject(headers));
      assertThat(new JsonObject(socket.ask(again.encode())).getString("event"))
          .isEqualTo("registered");
    }
  }

  @Test
  void pingIsNotAnswered() throws Exception {
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      socket.send("{\"type\":\"ping\"}");

      assertThat(socket.isQuiet()).isTrue();
    }
  }

  @Test
  void historyPagesBothWays() throws Exception {
    String address = Frames.newAddress();
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      for (int i = 1; i <= 60; i++) {
        socket.submit(address, Frames.message("" + i));
      }
      assertThat(seqs(socket, address, "{}")).isEqualTo(range(11, 60));
      assertThat(seqs(socket, address, "null")).isEqualTo(range(11, 60));
      assertThat(seqs(socket, address, "{\"after\":null,\"before\":null,\"limit\":null}"))
          .isEqualTo(range(11, 60));
      assertThat(seqs(socket, address, "{\"after\":null,\"before\":3}")).isEqualTo(range(1, 2));
      assertThat(seqs(socket, address, "{\"limit\":\"3\"}")).isEqualTo(range(58, 60));
      assertThat(seqs(socket, address, "{\"after\":0,\"limit\":3}")).isEqualTo(range(1, 3));
      assertThat(seqs(socket, address, "{\"after\":\"58\"}")).isEqualTo(range(59, 60));
      assertThat(seqs(socket, address, "{\"before\":11,\"limit\":5}")).isEqualTo(range(6, 10));
      assertThat(seqs(socket, address, "{\"before\":1}")).isEmpty();
      assertThat(seqs(socket, address, "{\"after\":99}")).isEmpty();
    }
  }

  private static List<Long> range(long first, long last) {
    return java.util.stream.LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static List<Long> seqs(BridgeSocket socket, String address, String query)
      throws InterruptedException {
    JsonObject page = socket.submit(address + ".history", query).getJsonObject("body");
    assertThat(page.getLong("head")).isEqualTo(60);
    JsonArray events = page.getJsonArray("events");
    return events.stream().map(event -> ((JsonObject) event).getLong("seq")).toList();
  }

  @Test
  void whatIsMissingIsCompleted() throws Exception {
    String address = Frames.newAddress();
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      JsonObject first = socket.submit(address, "{}").getJsonObject("body");
      socket.submit(address, "{\"sender\":\"ana@example.com\"}");

      JsonArray events =
          socket.submit(address + ".history", "{}").getJsonObject("body").getJsonArray("events");
      JsonObject one = events.getJsonObject(0).getJsonObject("body");
      JsonObject two = events.getJsonObject(1).getJsonObject("body");
      assertThat(one.fieldNames()).containsExactly("id", "chatId", "timestamp");
      assertThat(one.getString("id")).isEqualTo(first.getString("id"));
      assertThat(two.getString("chatId")).isEqualTo(one.getString("chatId"));
    }
  }

  @Test
  void chatIdIsBoundOnceAndBothWays() throws Exception {
    String address = Frames.newAddress();
    String bound = chatId(UUID.randomUUID());
    String other = chatId(UUID.randomUUID());
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      assertThat(socket.submit(address, bound).getString("type")).isEqualTo("rec");

      assertThat(socket.submit(address, other).getInteger("failureCode")).isEqualTo(409);
      assertThat(socket.submit(Frames.newAddress(), bound).getInteger("failureCode"))
          .isEqualTo(409);
      assertThat(socket.submit(address, bound).getJsonObject("body").getLong("seq")).isEqualTo(2);
    }
  }

  private static String chatId(UUID id) {
    return new JsonObject().put("chatId", id.toString()).encode();
  }

  @Test
  void additionalPropertiesComeBackAsTheyWereSaid() throws Exception {
    String address = Frames.newAddress();
    String said =
        "{\"$date\":\"nope\",\"a\":{\"$oid\":5,\"a.b\":[1.50,1e2,-0,9223372036854775808]},"
            + "\"__proto__\":{\"x\":null},\"\":\"\\u0000\",\"lone\":\"\\ud800\","
            + "\"emoji\":\"\uD83C\uDF35\",\"content\":\"x\"}";
    try (BridgeSocket reader = connect(node, Kind.SOCKJS);
        BridgeSocket writer = connect(node, Kind.RAW)) {
      reader.register(address, null);
      assertThat(writer.submit(address, said).getString("type")).isEqualTo("rec");

      String inner = said.substring(0, said.length() - 1) + ",\"id\":";
      assertThat(reader.next()).contains("\"body\":" + inner);
    }
  }

  @Test
  void loneSurrogateThatTheTransportUnescapedIsKept() throws Exception {
    String address = Frames.newAddress();
    try (BridgeSocket reader = connect(node, Kind.RAW);
        BridgeSocket writer = connect(node, Kind.SOCKJS)) {
      reader.register(address, null);
      writer.sendAsIs(
          "[\"{\\\"type\\\":\\\"publish\\\",\\\"address\\\":\\\""
              + address
              + "\\\",\\\"body\\\":{\\\"content\\\":\\\"\\ud800\\\"}}\"]");

      assertThat(reader.next()).contains("\"content\":\"\\ud800\"");
    }
  }

  @Test
  void receiptsAreDeliveredAndTheFirstStands() throws Exception {
    String address = Frames.newAddress();
    String id = UUID.randomUUID().toString();
    try (BridgeSocket socket = connect(node, Kind.RAW);
        BridgeSocket sender = connect(node, Kind.RAW)) {
      sender.register(address + ".receipts", null);
      socket.submit(address, Frames.message(id, "read me"));

      String receipt = Frames.receipt(id, "ben@example.com");
      JsonObject first = socket.submit(address + ".receipts", receipt).getJsonObject("body");
      JsonObject later =
          socket
              .submit(address + ".receipts", receipt.replace("12:00:01", "13:00:00"))
              .getJsonObject("body");

      assertThat(first.fieldNames()).containsExactly("seq", "acceptedAt");
      assertThat(later).isEqualTo(first.copy().put("duplicate", true));
      JsonObject delivered = sender.nextJson();
      assertThat(delivered.getString("address")).isEqualTo(address + ".receipts");
      assertThat(delivered.getJsonObject("body").getString("messageId")).isEqualTo(id);
      assertThat(sender.isQuiet()).isTrue();
    }
  }

  @Test
  void receiptForNoMessageOfTheChatIsRefused() throws Exception {
    String address = Frames.newAddress();
    String elsewhere = UUID.randomUUID().toString();
    try (BridgeSocket socket = connect(node, Kind.RAW)) {
      socket.submit(Frames.newAddress(), Frames.message(elsewhere, "elsewhere"));
      String receipt = Frames.receipt(elsewhere, "ben@example.com");

      assertThat(socket.submit(address + ".receipts", receipt).getInteger("failureCode"))
          .isEqualTo(404);
      socket.submit(address, Frames.message("the chat exists now"));
      assertThat(socket.submit(address + ".receipts", receipt).getInteger("failureCode"))
          .isEqualTo(404);
      assertThat(socket.submit(address + ".receipts", "{}").getInteger("failureCode"))
          .isEqualTo(404);
    }
  }

  @Test
  void aHundredReadersOfOneAddressAllHear() throws Exception {
    String address = Frames.newAddress();
    List<BridgeSocket> readers = new ArrayList<>();
    try (BridgeSocket writer = connect(node, Kind.RAW)) {
      for (int i = 0; i < 100; i++) {
        BridgeSocket reader = connect(node, i % 2 == 0 ? Kind.RAW : Kind.SOCKJS);
        readers.add(reader);
        reader.register(address, null);
      }
      writer.submit(address, Frames.message("to all"));

      for (BridgeSocket reader : readers) {
        assertThat(reader.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("1");
      }
    } finally {
      readers.forEach(BridgeSocket::close);
    }
  }
}
