package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventHeaders;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreRefusals;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Talk;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A node that loses its races hands over, and whatever comes of that, nothing is lost or doubled.
 */
@Timeout(120)
class HandOverTest {
  private static final int SAID = 20;
  private static final int BATCH = 5;

  private final TestCluster cluster = new TestCluster();
  private final Talk talk = new Talk(cluster);
  private final AtomicInteger others = new AtomicInteger();
  private final Promise<Void> gate = Promise.promise();

  /** Once set, the winner's own appends wait for the gate. */
  private final AtomicBoolean held = new AtomicBoolean();

  /** Once set, the loser's store refuses what is handed to it after the races. */
  private final AtomicBoolean away = new AtomicBoolean();

  /** While set, the winner's next append of {@link #BATCH} events fails. */
  private final AtomicBoolean failing = new AtomicBoolean();

  private final AtomicInteger waiting = new AtomicInteger();
  private Member winner;
  private Member loser;

  @AfterEach
  void close() throws Exception {
    talk.close();
    cluster.close();
  }

  private void start(Map<String, String> settingsOfWinner) throws Exception {
    winner = cluster.start("hand-over", settingsOfWinner, DisturbedStore.with(this::hold));
    startLoser(winner.store());
    talk.readOn(winner);
    talk.readOn(loser);
  }

  /** Three times somebody else is a little faster; then nobody is any more. */
  private void startLoser(EventStore rival) throws Exception {
    UnaryOperator<EventStore> losing =
        DisturbedStore.with((runs, next) -> raceThenAppend(rival, runs, next));
    loser = cluster.start("hand-over", Map.of(), losing);
  }

  private Future<List<AppendResult>> hold(
      List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next) {
    if (runs.get(0).events().size() == BATCH && failing.compareAndSet(true, false)) {
      return Future.failedFuture(StoreRefusals.away());
    }
    if (!held.get() || others.get() < Contest.RACES_BEFORE_HAND_OVER) {
      return next.apply(runs);
    }
    waiting.incrementAndGet();
    return gate.future().compose(open -> next.apply(runs));
  }

  private Future<List<AppendResult>> raceThenAppend(
      EventStore rival, List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next) {
    if (others.get() >= Contest.RACES_BEFORE_HAND_OVER) {
      return away.get() ? Future.failedFuture(StoreRefusals.away()) : next.apply(runs);
    }
    return rival
        .append(runs.stream().map(HandOverTest::others).toList())
        // Counted afterwards: the last of these appends, too, must get past hold().
        .onSuccess(done -> others.incrementAndGet())
        .compose(done -> next.apply(runs));
  }

  private static Run others(Run run) {
    UUID id = UUID.randomUUID();
    Payload payload = Payload.of("{\"id\":\"" + id + "\",\"content\":\"other\"}");
    Event event = new Event(run.firstSeq(), EventKey.ofMessage(id), Instant.now(), payload);
    return new Run(run.address(), List.of(event));
  }

  private void check() throws Exception {
    talk.check(Contest.RACES_BEFORE_HAND_OVER);
    assertThat(others.get()).isEqualTo(Contest.RACES_BEFORE_HAND_OVER);
    assertThat(loser.races().lostRaces()).isGreaterThanOrEqualTo(others.get());
  }

  @Test
  void theWinnerAppendsWhatTheLoserHandsOver() throws Exception {
    start(Map.of());
    Talk.Writer writer = talk.writerOn(loser);
    writer.say(SAID);
    writer.awaitAnswers();

    check();
    assertThat(loser.races().handOvers()).isPositive();
    assertThat(loser.races().failedHandOvers()).isZero();
    assertThat(winner.races().guests()).isPositive();
    assertThat(winner.races().appended() + loser.races().appended()).isEqualTo(SAID);
  }

  @Test
  void aWinnerThatIsSilentCostsTimeOnly() throws Exception {
    held.set(true);
    start(Map.of());
    Talk.Writer writer = talk.writerOn(loser);
    writer.say(SAID);
    writer.awaitAnswers();
    assertThat(waiting.get()).isPositive();
    assertThat(loser.races().failedHandOvers()).isPositive();
    assertThat(winner.races().appended()).isZero();

    // Now it does what nobody waits for any more.
    gate.complete();
    Talk.Writer late = talk.writerOn(winner);
    late.say(1);
    check();
    assertThat(winner.races().appended()).isEqualTo(1);
  }

  @Test
  void whatWasHandedOverIsNeverCalledUnstored() throws Exception {
    held.set(true);
    away.set(true);
    start(Map.of());
    try (BridgeSocket socket = cluster.connect(loser)) {
      JsonObject answer = socket.submit(talk.address(), Frames.message("open"));
      assertThat(answer.getInteger("failureCode")).isEqualTo(504);
    }

    gate.complete();
    Await.until("the winner's append", () -> talk.stored().size() == others.get() + 1);
  }

  @Test
  void aWinnerThatDiesCostsTimeOnly() throws Exception {
    held.set(true);
    winner = cluster.start("hand-over", Map.of(), DisturbedStore.with(this::hold));
    startLoser(winner.store());
    talk.readOn(loser);
    Talk.Writer writer = talk.writerOn(loser);
    writer.say(SAID);
    Await.until("the hand-over", () -> waiting.get() > 0);
    cluster.abandon(winner);

    check();
    assertThat(loser.races().failedHandOvers()).isPositive();
    assertThat(loser.races().appended()).isEqualTo(SAID);
  }

  @Test
  void aWinnerOutsideOfTheClusterIsAskedInVain() throws Exception {
    startLoser(cluster.store());
    talk.readOn(loser);
    talk.writerOn(loser).say(SAID);

    check();
    assertThat(loser.races().handOvers()).isZero();
    assertThat(loser.races().failedHandOvers()).isEqualTo(1);
  }

  @Test
  void aFullWinnerTakesNothing() throws Exception {
    start(Map.of("CHAT_INGEST_MAX_QUEUED_EVENTS", "1", "CHAT_INGEST_MAX_QUEUED_PER_CHAT", "1"));
    talk.writerOn(loser).say(SAID);

    check();
    assertThat(winner.races().refusals() + winner.races().guests()).isPositive();
    assertThat(loser.races().appended() + winner.races().appended()).isEqualTo(SAID);
  }

  @Test
  void nothingOvertakesWhatTheWinnerFailedToAppend() throws Exception {
    start(Map.of("CHAT_INGEST_MAX_BATCH_EVENTS", "" + BATCH));
    Talk.Writer writer = talk.writerOn(loser);
    writer.say(1);
    writer.awaitAnswers();
    failing.set(true);
    writer.say(20 * BATCH);

    check();
    assertThat(failing.get()).isFalse();
  }

  @Test
  void onlyWhoKnowsTheSecretOfTheStoreIsHeard() throws Exception {
    start(Map.of());
    UUID id = UUID.randomUUID();
    Payload payload = Payload.of("{\"id\":\"" + id + "\"}");
    Event event = new Event(1, EventKey.ofMessage(id), Instant.now(), payload);
    Buffer frame = HandOverFrame.encode(talk.log(), List.of(event));
    String address = HandOver.busAddress(winner.store().writer());

    for (DeliveryOptions options :
        List.of(
            new DeliveryOptions(),
            new DeliveryOptions().addHeader(EventHeaders.PROOF, "0".repeat(32)))) {
      assertThatThrownBy(() -> loser.vertx().eventBus().request(address, frame, options).await())
          .isInstanceOf(ReplyException.class)
          .extracting(thrown -> ((ReplyException) thrown).failureCode())
          .isEqualTo(403);
    }
    assertThat(winner.races().refusals()).isEqualTo(2);
    assertThat(talk.stored()).isEmpty();
  }

  @Test
  void anAnswerWithoutProofIsNotBelieved() throws Exception {
    startLoser(cluster.store());
    talk.readOn(loser);
    AtomicInteger asked = new AtomicInteger();
    String address = HandOver.busAddress(cluster.store().writer());
    loser
        .vertx()
        .eventBus()
        .consumer(address, message -> message.reply(forged(asked)))
        .completion()
        .await();
    talk.writerOn(loser).say(SAID);

    check();
    assertThat(asked.get()).isEqualTo(1);
    assertThat(loser.races().appended()).isEqualTo(SAID);
  }

  private static Buffer forged(AtomicInteger asked) {
    asked.incrementAndGet();
    return HandOverFrame.encodeAnswer(List.of(new Taken(1, 1)));
  }
}
