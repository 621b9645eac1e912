package com.plantapop.chat.ingest;

import static com.plantapop.chat.support.Callers.person;
import static com.plantapop.chat.support.Callers.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of who sends an event. */
class CallerTest {
  private static final Caller ANN = person("ann@example.com");

  @TempDir private Path data;
  private final Address log = Address.messages(new ChatId("0123456789abcdef01234567"));
  private LoneIngest ingest;

  @BeforeEach
  void start() throws Exception {
    ingest = new LoneIngest(data, 10, UnaryOperator.identity());
    ingest.add(log.chat(), "ann@example.com");
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  private Event stored(Caller caller, Address address, JsonObject body) throws Exception {
    LoneIngest.await(ingest.submit(caller, address, body.encode()));
    return LoneIngest.await(ingest.store().readBefore(address, Long.MAX_VALUE, 1, 1)).get(0);
  }

  @Test
  void personStandsInThePayloadThatNamesNobody() throws Exception {
    Event event = stored(ANN, log, new JsonObject());
    assertThat(event.metadata().values()).isEqualTo(Map.of(Metadata.FROM, "ann@example.com"));
    JsonObject payload = new JsonObject(event.payload().text());
    assertThat(payload.getString("sender")).isEqualTo("ann@example.com");

    JsonObject receipt = new JsonObject().put("messageId", payload.getString("id"));
    Event read = stored(ANN, Address.receipts(log.chat()), receipt);
    assertThat(read.key().value()).isEqualTo(payload.getString("id") + "|ann@example.com");
    assertThat(read.metadata()).isEqualTo(Metadata.NONE);
    assertThat(read.payload().text()).contains("\"recipient\":\"ann@example.com\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob@example.com", "Ann@example.com", "ann@example.com.evil.example"})
  void personSpeaksForNobodyElse(String other) throws Exception {
    JsonObject message = new JsonObject().put("sender", other);
    assertThat(outcome(ingest.submit(ANN, log, message.encode()))).isEqualTo("FORBIDDEN");
    JsonObject receipt =
        new JsonObject().put("messageId", UUID.randomUUID().toString()).put("recipient", other);
    assertThat(outcome(ingest.submit(ANN, Address.receipts(log.chat()), receipt.encode())))
        .isEqualTo("FORBIDDEN");
    assertThat(LoneIngest.await(ingest.store().readAfter(log, 0, 1, 1))).isEmpty();
  }

  @Test
  void domainOfAnAddressHasNoCase() throws Exception {
    String sender = "ann@EXAMPLE.Com";
    Event event = stored(ANN, log, new JsonObject().put("sender", sender));
    assertThat(new JsonObject(event.payload().text()).getString("sender")).isEqualTo(sender);
    assertThat(event.metadata().values()).isEqualTo(Map.of(Metadata.FROM, "ann@example.com"));
    JsonObject receipt =
        new JsonObject().put("messageId", event.key().value()).put("recipient", sender);
    assertThat(stored(ANN, Address.receipts(log.chat()), receipt).key().value())
        .isEqualTo(event.key() + "|ann@example.com");
  }

  @Test
  void serviceActsForAllAndStandsWithTheEvent() throws Exception {
    Event event = stored(service("shop"), log, new JsonObject().put("sender", "bob@example.com"));
    assertThat(event.metadata().values())
        .isEqualTo(Map.of(Metadata.BY, "shop", Metadata.FROM, "bob@example.com"));
    assertThat(event.payload().text()).contains("bob@example.com");

    Event unnamed = stored(service("shop"), log, new JsonObject());
    assertThat(unnamed.metadata().values())
        .isEqualTo(Map.of(Metadata.BY, "shop", Metadata.FROM, ""));
    assertThat(unnamed.payload().text()).doesNotContain("sender");
  }

  @Test
  void ofAnyoneNothingIsKeptButWhatTheySay() throws Exception {
    Event event = stored(Caller.ANYONE, log, new JsonObject());
    assertThat(event.metadata().values()).isEqualTo(Map.of(Metadata.FROM, ""));
    assertThat(event.payload().text()).doesNotContain("sender");
  }

  /** What comes while the first is under way goes to the store together. */
  @Test
  void whoCannotBeKeptIsRefusedAndNobodyBeside() {
    Stream<Caller> callers =
        Stream.of(ANN, service("x".repeat(2_000)), ANN, service("\ud800"), ANN);
    List<Future<Acknowledgement>> answers =
        callers.map(caller -> ingest.submit(caller, log, "{}")).toList();

    assertThat(answers.stream().map(CallerTest::outcome))
        .containsExactly(
            "1", Refusal.Code.TOO_LARGE.name(), "2", Refusal.Code.MALFORMED.name(), "3");
  }

  private static String outcome(Future<Acknowledgement> answer) {
    try {
      return Long.toString(LoneIngest.await(answer).seq());
    } catch (Refusal refusal) {
      return refusal.code().name();
    } catch (Exception other) {
      return other.toString();
    }
  }
}
