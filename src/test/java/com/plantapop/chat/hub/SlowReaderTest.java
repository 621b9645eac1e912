package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.TestNode;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G7: a reader that does not read costs its budget, not what passes by. */
class SlowReaderTest {
  private static final int EVENTS = 1700;
  private static final String CONTENT = "x".repeat(60_000);

  /** What passes is 100 MB; budget, page, kernel and garbage together stay far below this. */
  private static final long BOUND = 30 << 20;

  @TempDir private Path data;

  private static long memoryInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  @Test
  void readerThatPausesWhile100MegabytesPassGetsThemAllLater() throws Exception {
    Map<String, String> settings = Map.of("CHAT_EDGE_STALL_TIMEOUT_MS", "600000");
    try (TestNode node = TestNode.start(data, Limits.farOff(settings), UnaryOperator.identity());
        BridgeSocket slow = BridgeSocket.sockJs(node.vertx(), node.port());
        BridgeSocket fast = BridgeSocket.sockJs(node.vertx(), node.port());
        BridgeSocket writer = BridgeSocket.raw(node.vertx(), node.port())) {
      String address = Frames.newAddress();
      slow.register(address, null);
      slow.pause();
      fast.register(address, null);
      long before = memoryInUse();

      for (int i = 1; i <= EVENTS; i++) {
        writer.submit(address, Frames.message(CONTENT));
        assertThat(fast.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("" + i);
      }

      assertThat(memoryInUse() - before).isLessThan(BOUND);
      slow.resume();
      for (int i = 1; i <= EVENTS; i++) {
        assertThat(slow.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("" + i);
      }
    }
  }

  @Test
  void readerThatMakesNoProgressIsClosedAndResumesWithSince() throws Exception {
    Map<String, String> settings = Map.of("CHAT_EDGE_STALL_TIMEOUT_MS", "500");
    try (TestNode node = TestNode.start(data, Limits.farOff(settings), UnaryOperator.identity());
        ServerLog log = ServerLog.open();
        BridgeSocket stuck = BridgeSocket.sockJs(node.vertx(), node.port());
        BridgeSocket resumed = BridgeSocket.sockJs(node.vertx(), node.port());
        BridgeSocket writer = BridgeSocket.raw(node.vertx(), node.port())) {
      String address = Frames.newAddress();
      stuck.register(address, null);
      stuck.pause();
      for (int i = 1; i <= 300; i++) {
        writer.submit(address, Frames.message(CONTENT));
      }
      log.await("4008");
      stuck.resume();

      assertThat(stuck.closeCode()).isEqualTo(4008);
      long cursor = stuck.received();
      assertThat(resumed.register(address, cursor)).isEqualTo(cursor);
      for (long i = cursor + 1; i <= 300; i++) {
        assertThat(resumed.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("" + i);
      }
    }
  }
}
