package com.plantapop.chat.ingest;

import static com.plantapop.chat.support.Callers.person;
import static com.plantapop.chat.support.Callers.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.access.ControlNote;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.DisturbedStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may send to a chat, as its members log says. */
class MemberLogsTest {
  private static final Caller ANN = person("ann@example.com");
  private static final Caller BOB = person("bob@example.com");

  @TempDir private Path data;
  private final ChatId chat = new ChatId("0123456789abcdef01234567");
  private final Address log = Address.messages(chat);
  private LoneIngest ingest;

  private void start(UnaryOperator<EventStore> wrapping) throws Exception {
    ingest = new LoneIngest(data, 10, wrapping);
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  private String outcome(Caller caller, Address address, String body) throws Exception {
    return outcome(ingest.submit(caller, address, body));
  }

  private static String outcome(Future<?> answer) throws Exception {
    try {
      LoneIngest.await(answer);
      return "done";
    } catch (Refusal refusal) {
      return refusal.code().name();
    }
  }

  private List<Event> stored(Address address) throws Exception {
    return LoneIngest.await(ingest.store().readAfter(address, 0, 100, 1 << 20));
  }

  @Test
  void membersAndServicesSendAndNobodyElse() throws Exception {
    start(UnaryOperator.identity());
    assertThat(outcome(ANN, log, "{}")).isEqualTo("FORBIDDEN");
    ingest.add(chat, "ann@EXAMPLE.com");
    assertThat(outcome(ANN, log, "{}")).isEqualTo("done");
    assertThat(outcome(BOB, log, "{}")).isEqualTo("FORBIDDEN");
    assertThat(outcome(service("shop"), log, "{}")).isEqualTo("done");
    assertThat(outcome(Caller.ANYONE, log, "{}")).isEqualTo("done");
    assertThat(stored(log)).hasSize(3);
    assertThat(stored(Address.members(chat)))
        .extracting(event -> event.payload().text())
        .containsExactly("{\"member\":\"ann@EXAMPLE.com\",\"action\":\"added\",\"by\":\"shop\"}");
  }

  @Test
  void strangersSendNoReceipts() throws Exception {
    start(UnaryOperator.identity());
    ingest.add(chat, "ann@example.com");
    UUID id = UUID.randomUUID();
    assertThat(outcome(ANN, log, "{\"id\":\"" + id + "\"}")).isEqualTo("done");
    String receipt = "{\"messageId\":\"" + id + "\"}";
    assertThat(outcome(BOB, Address.receipts(chat), receipt)).isEqualTo("FORBIDDEN");
    assertThat(outcome(ANN, Address.receipts(chat), receipt)).isEqualTo("done");
  }

  @Test
  void clientsDoNotWriteTheServicesOwnLogs() throws Exception {
    start(UnaryOperator.identity());
    String added = "{\"member\":\"bob@example.com\",\"action\":\"added\",\"by\":\"me\"}";
    for (Address own : List.of(Address.members(chat), Address.CONTROL, Address.REVOCATIONS)) {
      assertThat(outcome(service("shop"), own, added)).isEqualTo("FORBIDDEN");
      assertThat(stored(own)).isEmpty();
    }
  }

  @Test
  void whoIsRemovedSendsNoMoreAndEveryNodeIsToldSo() throws Exception {
    start(UnaryOperator.identity());
    ingest.add(chat, "ann@example.com", "bob@example.com");
    assertThat(outcome(ANN, log, "{}")).isEqualTo("done");
    ingest.remove(chat, "ann@example.com");
    assertThat(outcome(ANN, log, "{}")).isEqualTo("FORBIDDEN");
    assertThat(outcome(BOB, log, "{}")).isEqualTo("done");
    assertThat(stored(Address.CONTROL))
        .extracting(event -> ControlNote.parse(event.payload()))
        .containsExactly(new ControlNote(Address.members(chat), 3));
  }

  @Test
  void whoComesBackSendsAgain() throws Exception {
    start(UnaryOperator.identity());
    ingest.add(chat, "ann@example.com");
    ingest.remove(chat, "ann@example.com");
    ingest.add(chat, "ann@example.com");
    assertThat(outcome(ANN, log, "{}")).isEqualTo("done");
  }

  /** Whoever asked before may have died between the removal and its note. */
  @Test
  void removalIsNotedAgainWhenItIsAskedAgain() throws Exception {
    start(UnaryOperator.identity());
    ingest.add(chat, "ann@example.com");
    LoneIngest.await(
        ingest.members().remove(chat, members -> List.of(), ingest.ingest().newDeadline()));
    assertThat(stored(Address.CONTROL)).hasSize(1);
  }

  /** The decision falls at the append: what comes between is seen. */
  @Test
  void sendThatWaitsForTheStoreEndsWithTheMembership() throws Exception {
    Promise<Void> bindings = Promise.promise();
    start(DisturbedStore.withBindingsAfter(bindings.future()));
    ingest.add(chat, "ann@example.com");
    Future<?> sent = ingest.submit(ANN, log, "{}");
    ingest.remove(chat, "ann@example.com");
    bindings.complete();
    assertThat(outcome(sent)).isEqualTo("FORBIDDEN");
    assertThat(stored(log)).isEmpty();
  }

  /** Each sees what the ones before it have appended, though all ask at once. */
  @Test
  void changesAreDecidedOnWhatTheLogSaysJustThen() throws Exception {
    start(UnaryOperator.identity());
    List<Future<Long>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(
          ingest
              .members()
              .add(
                  chat,
                  members ->
                      members.people().isEmpty() ? LoneIngest.added("ann@example.com") : List.of(),
                  ingest.ingest().newDeadline()));
    }
    for (Future<Long> each : asked) {
      assertThat(LoneIngest.await(each)).isEqualTo(1);
    }
    assertThat(stored(Address.members(chat))).hasSize(1);
  }

  @Test
  void whatADecisionThrowsIsTheAnswer() throws Exception {
    start(UnaryOperator.identity());
    Future<Long> asked =
        ingest
            .members()
            .add(
                chat,
                members -> {
                  throw Refusal.of(Refusal.Code.CONFLICT, "members: too many");
                },
                ingest.ingest().newDeadline());
    assertThatThrownBy(() -> LoneIngest.await(asked)).hasMessage("members: too many");
    ingest.add(chat, "ann@example.com");
    assertThat(stored(Address.members(chat))).hasSize(1);
  }
}
