package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.config.ChatConfig.IngestConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.SchemaSource;
import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServerLog;
import com.plantapop.chat.support.ServiceBus;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** G6 when something is thrown that nobody foresaw: 500, logged once, and everything goes on. */
@Timeout(120)
class FaultTest {
  private final String faulty = Frames.newAddress();
  private volatile RuntimeException fault;
  @TempDir private Path data;

  private Future<?> fault(ChatId chat) {
    if (fault != null && faulty.endsWith(chat.hex())) {
      throw fault;
    }
    return Future.succeededFuture();
  }

  private static void assertFault(BridgeSocket socket, String frame, String at) throws Exception {
    JsonObject refusal = new JsonObject(socket.ask(frame));
    assertThat(refusal.getInteger("failureCode")).as(refusal.encode()).isEqualTo(500);
    assertThat(refusal.getString("address")).isEqualTo(at);
    assertThat(refusal.getString("message")).doesNotContain("test");
  }

  /** With one slot for sends, a slot that is not given back is missed at once. */
  @Test
  void faultIsAnsweredAndLoggedOnceAndHarmsNobodyElse() throws Exception {
    try (ServerLog log = ServerLog.open();
        TestNode node =
            TestNode.start(
                data,
                Map.of("CHAT_EDGE_MAX_IN_FLIGHT", "1"),
                DisturbedStore.withReadsAfter(this::fault));
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      fault = new IllegalStateException("a fault, for this test");
      assertFault(socket, Frames.send(faulty + ".history", "{}", "r"), "r");
      assertFault(socket, Frames.register(faulty, null), faulty);
      assertFault(socket, Frames.send(faulty, Frames.message("1"), "r"), "r");
      assertFault(socket, Frames.publish(faulty, Frames.message("2")), faulty);
      ServiceBus bus = new ServiceBus(node.vertx());
      JsonObject request = new JsonObject().put("address", faulty);
      assertThat(bus.refusal("chat.history", request).failureCode()).isEqualTo(500);
      assertThat(bus.refusalOf(faulty, new JsonObject()).failureCode()).isEqualTo(500);
      assertThat(log.stackTraces()).hasSize(1);

      fault = null;
      assertThat(socket.register(faulty, 0L)).isZero();
      socket.send(Frames.publish(faulty, Frames.message("3")));
      assertThat(socket.nextJson().getJsonObject("headers").getString("seq")).isEqualTo("1");
    }
  }

  @Test
  void faultOfOneChatStopsNoneThatIsServedInTheSameTurn() throws Exception {
    try (TestNode node =
            TestNode.start(data, Map.of(), DisturbedStore.withReadsAfter(this::fault));
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      fault = new IllegalStateException("a fault, for this test");
      JsonArray together = new JsonArray();
      for (int round = 0; round < 10; round++) {
        together.add(Frames.publish(faulty, Frames.message("fault")));
        together.add(Frames.send(Frames.newAddress(), Frames.message("well"), "well"));
      }
      socket.sendAsIs(together.encode());
      int well = 0;
      for (int i = 0; i < 20; i++) {
        JsonObject answer = socket.nextJson();
        well += answer.getString("type").equals("rec") ? 1 : 0;
      }
      assertThat(well).isEqualTo(10);
    }
  }

  @Test
  void whatCannotBeHandedToALaneIsAnsweredAndLeavesTheBacklog() {
    Vertx vertx = Vertx.vertx();
    Backlog roomForOne = new Backlog(1, 100);
    Contract contract = Contract.load(SchemaSource.packaged());
    IngestConfig defaults = ConfigLoader.load(data, Optional.empty(), Map.of()).ingest();
    Ingest withoutLanes =
        new Ingest(vertx, contract, List.of(), roomForOne, defaults, NodeMetrics.off().ingest());
    Address log = Address.messages(new ChatId("0123456789abcdef01234567"));

    Future<Acknowledgement> answer =
        withoutLanes.submit(Caller.ANYONE, log, "{}", Deadline.in(1_000));

    assertThatThrownBy(answer::await).isInstanceOf(ArithmeticException.class);
    roomForOne.enter(1, 100);
    vertx.close().await();
  }
}
