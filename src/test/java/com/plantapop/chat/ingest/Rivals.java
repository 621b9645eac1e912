package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreRefusals;
import com.plantapop.chat.store.StoreSubject;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Talk;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** One chat on two nodes, of which one loses just so many races that it hands over. */
final class Rivals {
  /** Events of a batch that {@link #failing} is about. */
  static final int BATCH = 5;

  final TestCluster cluster = new TestCluster();
  final Talk talk = new Talk(cluster);

  /** Once set, the winner's own appends wait for the gate after the races. */
  final AtomicBoolean held = new AtomicBoolean();

  /** Once set, the winner's appends to other chats wait for the gate. */
  final AtomicBoolean busyElsewhere = new AtomicBoolean();

  /** Once set, the loser's store refuses what is handed to it after the races. */
  final AtomicBoolean away = new AtomicBoolean();

  /** While set, the winner's next append of {@link #BATCH} events fails. */
  final AtomicBoolean failing = new AtomicBoolean();

  /** Appends at the gate. */
  final AtomicInteger waiting = new AtomicInteger();

  final Promise<Void> gate = Promise.promise();
  private final AtomicInteger others = new AtomicInteger();
  private Member winner;
  private Member loser;

  /** Both, with a reader on each. */
  void start(Map<String, String> settingsOfWinner) throws Exception {
    startWinner(settingsOfWinner);
    startLoser(winner.store());
    talk.readOn(winner);
    talk.readOn(loser);
  }

  void startWinner(Map<String, String> settings) throws Exception {
    winner = cluster.start("hand-over", settings, DisturbedStore.with(this::hold));
  }

  /** Three times somebody else is a little faster; then nobody is any more. */
  void startLoser(EventStore rival) throws Exception {
    UnaryOperator<EventStore> losing =
        DisturbedStore.with((runs, next) -> raceThenAppend(rival, runs, next));
    loser = cluster.start("hand-over", Map.of(), losing);
  }

  Member winner() {
    return winner;
  }

  Member loser() {
    return loser;
  }

  private Future<List<AppendResult>> hold(
      List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next) {
    if (runs.get(0).events().size() == BATCH && failing.compareAndSet(true, false)) {
      return Future.failedFuture(StoreRefusals.away());
    }
    boolean ours = runs.get(0).address().equals(talk.log());
    boolean waits = ours ? held.get() && isContested() : busyElsewhere.get();
    if (!waits) {
      return next.apply(runs);
    }
    waiting.incrementAndGet();
    return gate.future().compose(open -> next.apply(runs));
  }

  private boolean isContested() {
    return others.get() >= Contest.RACES_BEFORE_HAND_OVER;
  }

  private Future<List<AppendResult>> raceThenAppend(
      EventStore rival, List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next) {
    if (isContested()) {
      return away.get() ? Future.failedFuture(StoreRefusals.away()) : next.apply(runs);
    }
    return StoreSubject.append(rival, runs.stream().map(Rivals::others).toList())
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

  /** All that was said is answered and stored once, behind what somebody else was faster with. */
  void check() throws Exception {
    talk.check(Contest.RACES_BEFORE_HAND_OVER);
    assertThat(others.get()).isEqualTo(Contest.RACES_BEFORE_HAND_OVER);
    assertThat(loser.races().lostRaces()).isGreaterThanOrEqualTo(others.get());
  }

  void close() throws Exception {
    gate.tryComplete();
    talk.close();
    cluster.close();
  }
}
