package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G7: a socket has so many sends under way and no more; what comes then waits and is not lost. */
@Timeout(120)
class InFlightTest {
  private static final int BOUND = 1024;

  @TempDir private Path data;

  @Test
  void sendBeyondTheBoundIsReadAfterAnAnswer() throws Exception {
    Promise<Void> gate = Promise.promise();
    String address = Frames.newAddress();
    try (TestNode node =
            TestNode.start(
                data,
                Map.of("CHAT_INGEST_DEADLINE_MS", "60000"),
                DisturbedStore.with(
                    (runs, next) -> gate.future().compose(open -> next.apply(runs))));
        BridgeSocket socket = BridgeSocket.raw(node.vertx(), node.port());
        BridgeSocket otherLoop = BridgeSocket.raw(node.vertx(), node.port());
        BridgeSocket sameLoop = BridgeSocket.raw(node.vertx(), node.port())) {
      for (int i = 1; i <= BOUND; i++) {
        socket.send(Frames.send(address, Frames.message("" + i), "r" + i));
      }
      // Refused at once, were it read.
      socket.send(Frames.send(address, "5", "beyond"));
      for (BridgeSocket witness : new BridgeSocket[] {otherLoop, sameLoop, sameLoop}) {
        assertThat(witness.isQuiet()).isTrue();
      }
      assertThat(socket.received()).isZero();

      gate.complete();
      assertThat(socket.nextJson().getString("address")).isEqualTo("r1");
      Set<String> rest = new HashSet<>();
      for (int i = 1; i <= BOUND; i++) {
        JsonObject answer = socket.nextJson();
        boolean isBeyond = answer.getString("address").equals("beyond");
        assertThat(answer.getString("type")).isEqualTo(isBeyond ? "err" : "rec");
        assertThat(rest.add(answer.getString("address"))).isTrue();
      }
      assertThat(rest).contains("beyond");
      assertThat(socket.isQuiet()).isTrue();
    }
  }
}
