package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.edge.HostileFrames.Hostile;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No frame makes the server log a stack trace, lose another frame or leave a socket stuck.
 *
 * <p>{@code -Dchat.hostile.frames=N} and {@code -Dchat.hostile.seed=S} run more, or a run again.
 */
class HostileFramesTest {
  private static final int FRAMES = Integer.getInteger("chat.hostile.frames", 10_000);
  private static final int BETWEEN_PROBES = 50;

  @TempDir private Path data;

  @Test
  void hostileFramesAreAnsweredAndHarmNobody() throws Exception {
    long seed = Long.getLong("chat.hostile.seed", System.nanoTime());
    System.out.println("hostile frames: " + FRAMES + " with -Dchat.hostile.seed=" + seed);
    HostileFrames hostile = new HostileFrames(seed);
    try (ServerLog log = ServerLog.open();
        TestNode node = TestNode.start(data, Limits.FAR_OFF, UnaryOperator.identity());
        BridgeSocket sockJs = BridgeSocket.sockJs(node.vertx(), node.port());
        BridgeSocket raw = BridgeSocket.raw(node.vertx(), node.port())) {
      List<Attack> attacks = List.of(new Attack(sockJs), new Attack(raw));
      for (int sent = 0; sent < FRAMES; sent += BETWEEN_PROBES) {
        attacks.get(sent / BETWEEN_PROBES % attacks.size()).go(hostile);
      }
      for (Attack attack : attacks) {
        attack.probe();
        assertThat(attack.answers).as("answers with seed " + seed).allSatisfy(Attack::isOne);
      }
      assertThat(log.stackTraces()).as("stack traces with seed " + seed).isEmpty();
    }
  }

  /** What is sent over one socket, and how often each frame that is due an answer has got one. */
  private static final class Attack {
    private final BridgeSocket socket;
    private final Map<String, Integer> answers = new HashMap<>();
    private long open;
    private boolean probed;

    Attack(BridgeSocket socket) {
      this.socket = socket;
    }

    static void isOne(String address, int count) {
      assertThat(count).as(address).isEqualTo(1);
    }

    void go(HostileFrames hostile) throws InterruptedException {
      for (int i = 0; i < BETWEEN_PROBES; i++) {
        Hostile frame = hostile.next();
        if (frame.replyAddress() != null) {
          answers.put(frame.replyAddress(), 0);
          open++;
        }
        socket.send(frame.text());
      }
      probe();
    }

    /** Sends something good and waits until that and all that is due has its answer. */
    void probe() throws InterruptedException {
      probed = false;
      socket.send(Frames.send(Frames.newAddress(), Frames.message("probe"), "probe"));
      while (!probed || open > 0) {
        take(socket.nextJson());
      }
    }

    private void take(JsonObject message) {
      String address = message.getString("address");
      if ("probe".equals(address)) {
        assertThat(message.getString("type")).isEqualTo("rec");
        probed = true;
      } else if (answers.containsKey(address)) {
        open -= answers.merge(address, 1, Integer::sum) == 1 ? 1 : 0;
      }
    }
  }
}
