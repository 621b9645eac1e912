package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of frames that are all refused at once, where one refusal leads to the next. */
class FloodTest {
  /** What fits into one transport frame, and is far more than the stack holds. */
  private static final int MANY = 6_000;

  private static final int FRAME = 1_000;

  private static final int ATTACKERS = 10;

  @TempDir private Path data;
  private ServerLog log;

  @BeforeEach
  void watchTheLog() {
    log = ServerLog.open();
  }

  @AfterEach
  void nothingBroke() {
    assertThat(log.stackTraces()).isEmpty();
    log.close();
  }

  @Test
  void framesThatWaitedBehindARegistrationAreAllAnswered() throws Exception {
    String address = Frames.newAddress();
    try (TestNode node = TestNode.start(data, Limits.FAR_OFF, UnaryOperator.identity());
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      socket.sendAsIs(new JsonArray().add(Frames.register(address, 0L)).encode());
      for (int i = 0; i < MANY; i += FRAME) {
        JsonArray burst = new JsonArray();
        IntStream.range(i, i + FRAME).forEach(n -> burst.add(Frames.send(address, "5", "r" + n)));
        socket.sendAsIs(burst.encode());
      }
      assertThat(socket.nextJson().getString("event")).isEqualTo("registered");
      for (int i = 0; i < MANY; i++) {
        JsonObject refusal = socket.nextJson();
        assertThat(refusal.getString("address")).isEqualTo("r" + i);
        assertThat(refusal.getInteger("failureCode")).isEqualTo(422);
      }
    }
  }

  @Test
  void refusedRepeatsOfOneIdLeaveTheChatAlive() throws Exception {
    Promise<Void> gate = Promise.promise();
    String address = Frames.newAddress();
    try (TestNode node =
            TestNode.start(
                data,
                Limits.farOff(Map.of("CHAT_INGEST_DEADLINE_MS", "600000")),
                DisturbedStore.with(
                    (runs, next) -> gate.future().compose(open -> next.apply(runs))));
        BridgeSocket first = BridgeSocket.sockJs(node.vertx(), node.port())) {
      first.send(Frames.send(address, Frames.message("binds the chat"), "first"));
      awaitTakenIn(first);
      List<BridgeSocket> attackers = attack(node, address);
      gate.complete();
      assertThat(first.nextJson().getString("address")).isEqualTo("first");
      for (BridgeSocket attacker : attackers) {
        for (int i = 0; i < MANY / ATTACKERS; i++) {
          assertThat(attacker.nextJson().getInteger("failureCode")).isEqualTo(409);
        }
        attacker.close();
      }
      assertThat(first.submit(address, Frames.message("alive")).getString("type")).isEqualTo("rec");
    }
  }

  /** The same id again and again, each naming another chat: queued while the store is busy. */
  private static List<BridgeSocket> attack(TestNode node, String address) throws Exception {
    String id = UUID.randomUUID().toString();
    List<BridgeSocket> attackers = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      BridgeSocket attacker = BridgeSocket.sockJs(node.vertx(), node.port());
      attackers.add(attacker);
      for (int j = 0; j < MANY / ATTACKERS; j++) {
        JsonObject body = new JsonObject(Frames.message(id, "x"));
        body.put("chatId", UUID.randomUUID().toString());
        attacker.send(Frames.send(address, body.encode(), "r" + j));
      }
      awaitTakenIn(attacker);
    }
    return attackers;
  }

  /** Frames are looked at in their order: what came before a broken one has been taken in. */
  private static void awaitTakenIn(BridgeSocket socket) throws Exception {
    socket.send("{\"type\":\"none\",\"replyAddress\":\"end\"}");
    assertThat(socket.nextJson().getInteger("failureCode")).isEqualTo(400);
  }
}
