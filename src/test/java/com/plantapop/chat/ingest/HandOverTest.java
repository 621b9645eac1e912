package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Talk;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A node that loses its races hands over, and whatever comes of that, nothing is lost or doubled.
 */
class HandOverTest {
  private static final int SAID = 20;

  private final Rivals rivals = new Rivals();
  private final Talk talk = rivals.talk;

  @AfterEach
  void close() throws Exception {
    rivals.close();
  }

  private Member winner() {
    return rivals.winner();
  }

  private Member loser() {
    return rivals.loser();
  }

  @Test
  void theWinnerAppendsWhatTheLoserHandsOver() throws Exception {
    rivals.start(Map.of());
    Talk.Writer writer = talk.writerOn(loser());
    writer.say(SAID);
    writer.awaitAnswers();

    rivals.check();
    assertThat(loser().races().handOvers()).isPositive();
    assertThat(loser().races().failedHandOvers()).isZero();
    assertThat(winner().races().guests()).isPositive();
    assertThat(winner().races().appended() + loser().races().appended()).isEqualTo(SAID);
  }

  @Test
  void aWinnerThatIsSilentCostsTimeOnly() throws Exception {
    rivals.held.set(true);
    rivals.start(Map.of());
    Talk.Writer writer = talk.writerOn(loser());
    writer.say(SAID);
    writer.awaitAnswers();
    assertThat(rivals.waiting.get()).isPositive();
    assertThat(loser().races().failedHandOvers()).isPositive();
    assertThat(winner().races().appended()).isZero();

    // Now it does what nobody waits for any more.
    rivals.gate.complete();
    Talk.Writer late = talk.writerOn(winner());
    late.say(1);
    rivals.check();
    assertThat(winner().races().appended()).isEqualTo(1);
  }

  @Test
  void whatWasHandedOverIsNeverCalledUnstored() throws Exception {
    rivals.held.set(true);
    rivals.away.set(true);
    rivals.start(Map.of());
    try (BridgeSocket socket = rivals.cluster.connect(loser())) {
      JsonObject answer = socket.submit(talk.address(), Frames.message("open"));
      assertThat(answer.getInteger("failureCode")).isEqualTo(504);
    }

    rivals.gate.complete();
    Await.until(
        "the winner's append", () -> talk.stored().size() == Contest.RACES_BEFORE_HAND_OVER + 1);
  }

  @Test
  void aWinnerThatDiesCostsTimeOnly() throws Exception {
    rivals.held.set(true);
    rivals.startWinner(Map.of());
    rivals.startLoser(winner().store());
    talk.readOn(loser());
    Talk.Writer writer = talk.writerOn(loser());
    writer.say(SAID);
    Await.until("the hand-over", () -> rivals.waiting.get() > 0);
    rivals.cluster.abandon(winner());

    rivals.check();
    assertThat(loser().races().failedHandOvers()).isPositive();
    assertThat(loser().races().appended()).isEqualTo(SAID);
  }

  @Test
  void aFullWinnerTakesNothing() throws Exception {
    rivals.start(
        Map.of("CHAT_INGEST_MAX_QUEUED_EVENTS", "1", "CHAT_INGEST_MAX_QUEUED_PER_CHAT", "1"));
    rivals.busyElsewhere.set(true);
    try (BridgeSocket elsewhere = rivals.cluster.connect(winner())) {
      elsewhere.send(Frames.send(Frames.newAddress(), Frames.message("all it has room for"), "r"));
      Await.until("the winner to be full", () -> rivals.waiting.get() == 1);
      talk.writerOn(loser()).say(SAID);

      rivals.check();
      assertThat(winner().races().refusals()).isPositive();
      assertThat(winner().races().guests()).isZero();
      assertThat(loser().races().failedHandOvers()).isEqualTo(winner().races().refusals());
      assertThat(loser().races().appended()).isEqualTo(SAID);
      rivals.gate.complete();
      assertThat(elsewhere.nextJson().getString("type")).isEqualTo("rec");
    }
  }

  @Test
  void nothingOvertakesWhatTheWinnerFailedToAppend() throws Exception {
    rivals.start(Map.of("CHAT_INGEST_MAX_BATCH_EVENTS", "" + Rivals.BATCH));
    Talk.Writer writer = talk.writerOn(loser());
    writer.say(1);
    writer.awaitAnswers();
    rivals.failing.set(true);
    writer.say(20 * Rivals.BATCH);

    rivals.check();
    assertThat(rivals.failing.get()).isFalse();
  }
}
