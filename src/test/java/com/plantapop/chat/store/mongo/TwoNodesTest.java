package com.plantapop.chat.store.mongo;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.key;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.Samples.run;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.RivalWriter;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreSubject;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.MongoServerProcess;
import com.plantapop.chat.support.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two stores on one database, as two nodes have: neither forks a log, whatever holds it up. */
class TwoNodesTest {
  private static final int WRITERS = 6;
  private static final int BATCHES = 20;

  private final Vertx vertx = Vertx.vertx();
  private MongoServerProcess server;
  private TcpProxy line;
  private EventStore held;
  private EventStore other;

  @BeforeEach
  void open() throws Exception {
    server = new MongoServerProcess();
    line = new TcpProxy(server.port());
    held = await(MongoEventStore.open(vertx, uri(line.port()) + "?socketTimeoutMS=1500"));
    other = await(MongoEventStore.open(vertx, uri(server.port())));
  }

  private static String uri(int port) {
    return "mongodb://127.0.0.1:" + port + "/two_nodes";
  }

  @AfterEach
  void close() throws Exception {
    await(held.close());
    await(other.close());
    await(vertx.close());
    line.close();
    server.close();
  }

  @Test
  void numbersWithoutHolesOrForks() throws Exception {
    List<Address> logs = List.of(newLog(), newLog());
    Map<String, Event> told = new ConcurrentSkipListMap<>();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      EventStore store = i % 2 == 0 ? held : other;
      String writer = "w" + i + ".";
      tasks.add(() -> write(new RivalWriter(store, logs.get(0), new Told(told)), writer));
      tasks.add(() -> write(new RivalWriter(store, logs.get(1), new Told(told)), writer));
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    for (java.util.concurrent.Future<Void> done : threads.invokeAll(tasks)) {
      done.get();
    }
    threads.shutdown();
    assertThat(told).hasSize(2 * WRITERS * BATCHES * 2);
    for (Address log : logs) {
      List<Event> stored = await(other.readAfter(log, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
      assertThat(stored).hasSize(WRITERS * BATCHES * 2);
      for (int i = 0; i < stored.size(); i++) {
        assertThat(stored.get(i).seq()).isEqualTo(i + 1);
        assertThat(told).containsEntry(name(log, i + 1), stored.get(i));
      }
      assertThat(await(held.readAfter(log, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)))
          .isEqualTo(stored);
    }
  }

  private static Void write(RivalWriter writer, String prefix) {
    for (int batch = 0; batch < BATCHES; batch++) {
      writer.append(List.of(prefix + batch + "a", prefix + batch + "b"));
    }
    return null;
  }

  private static String name(Address log, long seq) {
    return log.onBus() + " " + seq;
  }

  /** What everybody was told of each number; two different things are a fork. */
  private record Told(Map<String, Event> events) implements RivalWriter.Witness {
    @Override
    public void acknowledged(Address log, long seq, String name) {
      Event event = Samples.event(seq, name);
      assertThat(events.putIfAbsent(name(log, seq), event)).isIn(null, event);
    }

    @Override
    public void refused(Refusal refusal) {
      if (refusal.code() == Refusal.Code.GONE) {
        throw new Ended();
      }
      // Whoever lost too many races in a row tries again.
      assertThat(refusal.code()).isIn(Refusal.Code.UNAVAILABLE, Refusal.Code.UNKNOWN_OUTCOME);
    }
  }

  @Test
  void letsAPausedWriterLoseOnlyItsNumbers() {
    Address log = newLog();
    append(held, log, events(1, 3));
    line.hold();
    Future<AppendResult> paused =
        held.append(List.of(run(log, event(4, "late"), event(5, "e2")))).get(0);
    append(other, log, List.of(event(4, "a"), event(5, "b"), event(6, "c")));
    line.release();
    assertThat(await(paused)).isEqualTo(new AppendResult(0, Map.of(key("e2"), event(2, "e2")), 6));
    assertThat(append(held, log, List.of(event(7, "late")))).isEqualTo(7);
  }

  @Test
  void knowsOnlyOnceWhatArrivesAfterItsWriterGaveUp() {
    Address log = newLog();
    append(held, log, events(1, 3));
    line.hold();
    StoreSubject.assertRefused(
        Refusal.Code.UNKNOWN_OUTCOME, held.append(List.of(run(log, event(4, "late")))).get(0));
    line.release();
    RivalWriter again = new RivalWriter(other, log, new Told(new ConcurrentSkipListMap<>()));
    again.append(List.of("late", "later"));
    assertThat(await(other.readAfter(log, 3, 9, Integer.MAX_VALUE)))
        .containsExactly(event(4, "late"), event(5, "later"));
  }

  private static long append(EventStore store, Address log, List<Event> events) {
    AppendResult result = await(store.append(List.of(new Run(log, events))).get(0));
    assertThat(result.appended()).isEqualTo(events.size());
    return result.head();
  }

  /**
   * The numbers that it believes to be free must not be: neither that of a grave, nor any before.
   */
  @Test
  void whoBelievesInAnOldHeadWritesIntoNoLogThatHasEnded() {
    for (long heard : new long[] {3, 4, 6}) {
      Address log = newLog();
      await(held.append(List.of(new Run(log, events(1, 3)))).get(0));
      await(other.append(List.of(new Run(log, events(4, 6)))).get(0));
      await(other.append(List.of(run(log, Event.grave(6)))).get(0));
      await(other.erase(log));
      held.headSeen(log, heard);
      for (long seq = heard + 1; seq < 10; seq++) {
        Run late = run(log, event(seq, "late"), event(seq + 1, "later"));
        StoreSubject.assertRefused(Refusal.Code.GONE, held.append(List.of(late)).get(0));
        Run one = run(log, event(seq, "late"));
        StoreSubject.assertRefused(Refusal.Code.GONE, held.append(List.of(one)).get(0));
      }
      assertThat(await(other.existing(List.of(new Position(log, 8))))).isEmpty();
    }
  }

  @Test
  void whatIsAcknowledgedStandsBeforeTheGrave() throws Exception {
    Address log = newLog();
    Map<String, Event> told = new ConcurrentSkipListMap<>();
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      RivalWriter writer = new RivalWriter(i % 2 == 0 ? held : other, log, new Told(told));
      String prefix = "w" + i + ".";
      tasks.add(() -> writeUntilItEnds(writer, prefix));
    }
    tasks.add(() -> endAfter(log, told));
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    long grave = 0;
    for (java.util.concurrent.Future<Long> done : threads.invokeAll(tasks)) {
      grave = Math.max(grave, done.get());
    }
    threads.shutdown();
    long last = told.values().stream().mapToLong(Event::seq).max().orElseThrow();
    assertThat(last).isBetween(100L, grave - 1);
    assertThat(await(other.existing(List.of(new Position(log, grave + 1))))).isEmpty();
  }

  private static long writeUntilItEnds(RivalWriter writer, String prefix) {
    for (int batch = 0; ; batch++) {
      try {
        writer.append(List.of(prefix + batch + "a", prefix + batch + "b"));
      } catch (Ended ended) {
        return 0;
      }
    }
  }

  private long endAfter(Address log, Map<String, Event> told) throws Exception {
    Await.until("a hundred events", () -> told.size() > 100);
    for (long head = await(other.head(log)); ; head = await(other.head(log))) {
      if (await(other.append(List.of(run(log, Event.grave(head)))).get(0)).appended() == 1) {
        return head + 1;
      }
    }
  }

  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
