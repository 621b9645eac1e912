package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServiceBus;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service without our jar gets for what it asks on the bus (design section 7). */
class BusEndpointTest {
  private static final int MAX_BYTES = 4096;

  private final String address = Frames.newAddress();
  @TempDir private Path data;
  private TestNode node;
  private ServiceBus bus;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings = Map.of("CHAT_EDGE_MAX_FRAME_BYTES", "" + MAX_BYTES);
    node = TestNode.start(data, settings, store -> store);
    bus = new ServiceBus(node.vertx());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void submittedEventIsAcknowledgedAndReachesBrowsersAndServices() throws Exception {
    try (BridgeSocket browser = BridgeSocket.raw(node.vertx(), node.port())) {
      browser.register(address, null);
      bus.listen(address);
      JsonObject message = new JsonObject(Frames.message("hello"));

      JsonObject acknowledgement = bus.submit(address, message);
      assertThat(acknowledgement.getLong("seq")).isEqualTo(1);
      assertThat(acknowledgement.getString("id")).isEqualTo(message.getString("id"));
      assertThat(acknowledgement.containsKey("duplicate")).isFalse();

      JsonObject frame = browser.nextJson();
      assertThat(frame.getJsonObject("body").getString("content")).isEqualTo("hello");
      ServiceBus.Heard heard = bus.next();
      assertThat(heard.seq()).isEqualTo("1");
      assertThat(heard.acceptedAt()).isEqualTo(acknowledgement.getString("acceptedAt"));
      assertThat(heard.body().encode()).isEqualTo(frame.getJsonObject("body").encode());

      JsonObject again = bus.submit(address, message);
      assertThat(again.getBoolean("duplicate")).isTrue();
      assertThat(again.getLong("seq")).isEqualTo(1);
    }
  }

  @Test
  void bodyMayBeJsonTextSoThatNoDigitIsLost() throws Exception {
    String digits = "0.1000000000000000055511151231257827021181583404541015625";
    String number = "\"price\":" + digits;
    bus.submit(address, "{\"content\":\"exact\"," + number + "}");
    try (BridgeSocket browser = BridgeSocket.raw(node.vertx(), node.port())) {
      browser.register(address, 0L);
      assertThat(browser.next()).contains(number);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                 | address
          {"address": 7, "body": {}}                         | address
          {"address": "chat.submit", "body": {}}             | address
          {"address": "ADDRESS.history", "body": {}}         | address
          {"address": null, "body": {}}                      | address
          {"address": "ADDRESS"}                             | body: missing
          {"address": "ADDRESS", "body": null}               | body: missing
          {"address": "ADDRESS", "body": "{"}                | body
          """)
  void submissionThatNobodyCanReadIsMalformed(String request, String field) {
    assertMalformed(bus.refusal("chat.submit", request(request)), field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"limit": 10}                                      | address
          {"address": "ADDRESS", "limit": 0}                 | limit
          {"address": "ADDRESS", "limit": 201}               | limit
          {"address": "ADDRESS", "after": -1}                | after
          {"address": "ADDRESS", "before": "x"}              | before
          {"address": "ADDRESS", "before": 2, "after": 1}    | together
          """)
  void historyThatCannotBeIsMalformed(String request, String field) {
    assertMalformed(bus.refusal("chat.history", request(request)), field);
  }

  private JsonObject request(String text) {
    return new JsonObject(text.replace("ADDRESS", address));
  }

  @Test
  void requestThatIsNoObjectIsMalformed() {
    assertMalformed(bus.refusal("chat.submit", "hello"), "object");
    assertMalformed(bus.refusal("chat.submit", null), "object");
    assertMalformed(bus.refusal("chat.history", 7), "object");
  }

  private static void assertMalformed(ReplyException refusal, String naming) {
    assertThat(refusal.failureCode()).isEqualTo(Refusal.Code.MALFORMED.number());
    assertThat(refusal.getMessage()).contains(naming);
  }

  @Test
  void eventThatMayNotBeIsRefusedWithTheCodeOfTheTable() {
    JsonObject first = new JsonObject(Frames.message("first"));
    bus.submit(address, first);

    ReplyException conflict = bus.refusalOf(address, first.copy().put("content", "other"));
    assertThat(conflict.failureCode()).isEqualTo(Refusal.Code.CONFLICT.number());
    ReplyException schema = bus.refusalOf(address, new JsonObject().put("sender", "nobody"));
    assertThat(schema.failureCode()).isEqualTo(Refusal.Code.SCHEMA.number());
    assertThat(schema.getMessage()).contains("/sender");
    String receipt = Frames.receipt(UUID.randomUUID().toString(), "bob@example.com");
    ReplyException unknown = bus.refusalOf(address + ".receipts", new JsonObject(receipt));
    assertThat(unknown.failureCode()).isEqualTo(Refusal.Code.NOT_FOUND.number());
    JsonObject large = new JsonObject().put("content", "x".repeat(MAX_BYTES));
    ReplyException tooLarge = bus.refusalOf(address, large);
    assertThat(tooLarge.failureCode()).isEqualTo(Refusal.Code.TOO_LARGE.number());
    assertThat(bus.history(address, new JsonObject()).getLong("head")).isEqualTo(1);
  }

  @Test
  void submissionThatWantsNoAnswerIsNotTaken() {
    JsonObject request = new JsonObject().put("address", address);
    request.put("body", new JsonObject(Frames.message("to whom it may concern")));
    node.vertx().eventBus().publish("chat.submit", request);
    node.vertx().eventBus().send("chat.submit", request);
    // Served after those two, for the endpoint has one loop.
    bus.submit(address, new JsonObject(Frames.message("with an answer")));
    JsonObject page = bus.history(address, new JsonObject());
    assertThat(page.getLong("head")).isEqualTo(1);
  }

  @Test
  void historyPagesBothWays() {
    for (int i = 1; i <= 5; i++) {
      bus.submit(address, new JsonObject(Frames.message("" + i)));
    }
    JsonObject forward = new JsonObject().put("after", 1).put("limit", 2);
    JsonObject page = bus.history(address, forward);
    assertThat(page.getLong("head")).isEqualTo(5);
    assertThat(ServiceBus.seqs(page)).containsExactly(2L, 3L);
    JsonObject back = new JsonObject().put("before", 4).put("limit", 2).putNull("after");
    assertThat(ServiceBus.seqs(bus.history(address, back))).containsExactly(2L, 3L);
    JsonObject newest = new JsonObject().put("limit", 1);
    assertThat(ServiceBus.seqs(bus.history(address, newest))).containsExactly(5L);
    JsonObject nulls = new JsonObject().putNull("after").putNull("before").putNull("limit");
    assertThat(ServiceBus.seqs(bus.history(address, nulls))).hasSize(5);
  }

  /** Each is in memory several times over: hundreds at once would end a node. */
  @Test
  void fewPagesAreReadAtATimeAndAllThatWaitAreAnswered(@TempDir Path other) throws Exception {
    AtomicInteger reads = new AtomicInteger();
    Promise<Void> gate = Promise.promise();
    UnaryOperator<EventStore> slow =
        DisturbedStore.withReadsAfter(
            chat -> {
              reads.incrementAndGet();
              return gate.future();
            });
    try (TestNode busy = TestNode.start(other, Map.of(), slow)) {
      EventBus eventBus = busy.vertx().eventBus();
      JsonObject request = new JsonObject().put("address", address);
      List<Future<Message<Object>>> answers = new ArrayList<>();
      for (int i = 0; i < 1_100; i++) {
        answers.add(eventBus.request("chat.history", request));
      }
      // It is asked behind them, so all of them were taken when it is refused.
      assertThat(new ServiceBus(busy.vertx()).refusal("chat.history", "nonsense").failureCode())
          .isEqualTo(400);
      assertThat(reads).hasValue(4);
      gate.complete();
      Future.join(answers).transform(all -> Future.succeededFuture()).await(30, TimeUnit.SECONDS);
      assertThat(answers).filteredOn(Future::succeeded).hasSize(1_004);
      assertThat(answers)
          .filteredOn(Future::failed)
          .allSatisfy(each -> assertThat(each.cause()).hasMessageContaining("too many ask"));
    }
  }
}
