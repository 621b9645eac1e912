package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.DisturbedStore.Disturbance;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Talk;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** G3 and G4 while several nodes write to one chat: no fork, no renumbering, no double, no loss. */
class ContestedChatTest {
  private static final int ROUNDS = 5;
  private static final int SAID = 10;

  private final TestCluster cluster = new TestCluster();
  private final Talk talk = new Talk(cluster);
  private final Promise<Void> gate = Promise.promise();
  private final AtomicBoolean pausing = new AtomicBoolean();
  private final AtomicInteger paused = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    gate.tryComplete();
    talk.close();
    cluster.close();
  }

  private List<Talk.Writer> writersOn(Member member, int count) throws Exception {
    List<Talk.Writer> writers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writers.add(talk.writerOn(member));
    }
    return writers;
  }

  /** Nobody waits for answers, so that every node always has something to append. */
  private static void sayAll(List<Talk.Writer> writers) {
    for (int round = 0; round < ROUNDS; round++) {
      writers.forEach(writer -> writer.say(SAID));
    }
  }

  @Test
  void manyWritersOnThreeNodesShareOneLog() throws Exception {
    List<Talk.Writer> writers = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Member member = cluster.start("contested");
      members.add(member);
      talk.readOn(member);
      writers.addAll(writersOn(member, 8));
    }
    sayAll(writers);

    talk.check(0);
    long appended = members.stream().mapToLong(member -> member.races().appended()).sum();
    assertThat(appended).isEqualTo(talk.stored().size());
    assertThat(members.stream().mapToLong(member -> member.races().lostRaces()).sum())
        .as("without a lost race this test shows nothing")
        .isPositive();
  }

  @Test
  void aNodePausedBeforeItsWriteComesBackBehindTheOthers() throws Exception {
    writeAroundAPause((runs, next) -> pause().compose(back -> next.apply(runs)));
  }

  @Test
  void aNodePausedAfterItsWriteKeepsItsNumbers() throws Exception {
    writeAroundAPause((runs, next) -> next.apply(runs).compose(done -> pause().map(back -> done)));
  }

  private void writeAroundAPause(Disturbance pause) throws Exception {
    UnaryOperator<EventStore> pausable =
        DisturbedStore.with((runs, next) -> pauseOnce(pause, runs, next));
    Member sleeper = cluster.start("paused", Map.of(), pausable);
    Member awake = cluster.start("paused");
    talk.readOn(sleeper);
    talk.readOn(awake);
    talk.writerOn(sleeper).say(1);
    talk.writerOn(awake).say(1);
    Await.until("both to know the head", () -> talk.stored().size() == 2);

    pausing.set(true);
    talk.writerOn(sleeper).say(SAID);
    Await.until("the pause", () -> paused.get() == 1);
    Talk.Writer meanwhile = talk.writerOn(awake);
    meanwhile.say(SAID);
    meanwhile.awaitAnswers();
    gate.complete();

    talk.check(0);
  }

  private Future<List<AppendResult>> pauseOnce(
      Disturbance pause, List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next) {
    return pausing.compareAndSet(true, false) ? pause.append(runs, next) : next.apply(runs);
  }

  private Future<Void> pause() {
    paused.incrementAndGet();
    return gate.future();
  }

  @Test
  void authorsOnTwoNodesTakeTurns() throws Exception {
    List<Talk.Writer> authors = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Member member = cluster.start("turns");
      talk.readOn(member);
      authors.add(talk.writerOn(member));
    }
    for (int turn = 0; turn < 2 * SAID; turn++) {
      Talk.Writer author = authors.get(turn % 2);
      author.say(1);
      author.awaitAnswers();
    }

    talk.check(0);
    List<Event> log = talk.stored();
    for (int turn = 0; turn < 2 * SAID; turn++) {
      String said = authors.get(turn % 2).sent().get(turn / 2);
      assertThat(log.get(turn).key().value()).isEqualTo(said);
    }
  }

  @Test
  void authorsWhoAnswerWhatTheyHearLoseNoRace() throws Exception {
    List<BridgeSocket> readers = new ArrayList<>();
    List<BridgeSocket> authors = new ArrayList<>();
    List<Member> members = List.of(cluster.start("answers"), cluster.start("answers"));
    for (Member member : members) {
      readers.add(cluster.connect(member));
      authors.add(cluster.connect(member));
      assertThat(readers.get(readers.size() - 1).register(talk.address(), null)).isZero();
    }
    for (int turn = 0; turn < 2 * SAID; turn++) {
      authors.get(turn % 2).submit(talk.address(), Frames.message("turn " + turn));
      for (BridgeSocket reader : readers) {
        assertThat(reader.nextJson().getJsonObject("headers").getString("seq"))
            .isEqualTo("" + (turn + 1));
      }
    }

    assertThat(members.stream().mapToLong(member -> member.races().lostRaces()).sum()).isZero();
  }

  @Test
  void whoSaysLittleGetsItsTurnBesideAFlood() throws Exception {
    Member flooded = cluster.start("flood");
    Member quiet = cluster.start("flood");
    talk.readOn(flooded);
    talk.readOn(quiet);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<java.util.concurrent.Future<Void>> floods = new ArrayList<>();
    for (Talk.Writer writer : writersOn(flooded, 4)) {
      floods.add(threads.submit(() -> flood(writer, over)));
    }
    Talk.Writer author = talk.writerOn(quiet);
    for (int turn = 0; turn < 2 * SAID; turn++) {
      author.say(1);
      author.awaitAnswers();
    }
    over.set(true);
    for (var flood : floods) {
      flood.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();

    talk.check(0);
    assertThat(flooded.races().appended()).isGreaterThan(quiet.races().appended());
  }

  /** Never without something to append. */
  private static Void flood(Talk.Writer writer, AtomicBoolean over) throws InterruptedException {
    while (!over.get()) {
      writer.say(SAID);
      writer.awaitAnswers();
    }
    return null;
  }

  @Test
  void nodesThatDoNotSeeEachOtherShareOneLog() throws Exception {
    Map<String, String> settings = Map.of("CHAT_HUB_HEAD_CHECK_MS", "200");
    Member here = cluster.start("here", settings, UnaryOperator.identity());
    Member there = cluster.start("there", settings, UnaryOperator.identity());
    assertThat(here.cluster().members()).isEqualTo(1);
    assertThat(there.cluster().members()).isEqualTo(1);
    talk.readOn(here);
    talk.readOn(there);
    List<Talk.Writer> writers = writersOn(here, 4);
    writers.addAll(writersOn(there, 4));
    sayAll(writers);

    talk.check(0);
  }
}
