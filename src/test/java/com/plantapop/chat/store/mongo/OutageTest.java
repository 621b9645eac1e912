package com.plantapop.chat.store.mongo;

import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.RivalWriter;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreSubject;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.MongoServerProcess;
import com.plantapop.chat.support.TcpProxy;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MongoDB goes and comes back: writers are told, nothing acknowledged is lost, all resumes. */
class OutageTest {
  private static final int WRITERS = 4;

  /** The waits of an outage, shortened for the test; the longest is that for the socket. */
  private static final String SHORT =
      "?socketTimeoutMS=2000&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000";

  private final Vertx vertx = Vertx.vertx();
  private final List<Address> logs = List.of(newLog(), newLog(), newLog(), newLog());
  private final Map<String, Event> told = new ConcurrentSkipListMap<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private MongoServerProcess server;
  private TcpProxy line;
  private EventStore store;

  @BeforeEach
  void open() throws Exception {
    server = new MongoServerProcess();
    // A server that has just been started takes longer than the short waits.
    await(await(MongoEventStore.open(vertx, uri(server.port()))).close());
    line = new TcpProxy(server.port());
    store = await(MongoEventStore.open(vertx, uri(line.port()) + SHORT));
  }

  private static String uri(int port) {
    return "mongodb://127.0.0.1:" + port + "/outage";
  }

  @AfterEach
  void close() throws Exception {
    await(store.close());
    await(vertx.close());
    line.close();
    server.close();
  }

  /** Something that goes wrong and is mended. */
  private interface Trouble {
    void happen() throws Exception;
  }

  @Test
  void survivesALineThatIsCut() throws Exception {
    survives(line::cut, line::mend);
  }

  @Test
  void survivesALineThatSwallows() throws Exception {
    survives(line::hold, line::release);
  }

  @Test
  void survivesAServerThatHangs() throws Exception {
    survives(server::pause, server::resume);
  }

  private void survives(Trouble begin, Trouble end) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      RivalWriter writer = new RivalWriter(store, logs.get(i), new Witness());
      writers.add(threads.submit(() -> write(writer)));
    }
    awaitMore(acknowledged, 100);
    begin.happen();
    awaitMore(refused, 2 * WRITERS);
    StoreSubject.assertRefused(Refusal.Code.UNAVAILABLE, store.check());
    int before = acknowledged.get();
    StoreSubject.assertRefused(Refusal.Code.UNAVAILABLE, store.heads(List.of(newLog())));
    assertThat(acknowledged).hasValue(before);
    end.happen();
    awaitMore(acknowledged, 100);
    await(store.check());
    over.set(true);
    for (Future<?> writer : writers) {
      writer.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertNothingIsLost();
  }

  private void write(RivalWriter writer) {
    for (int i = 0; !over.get(); i++) {
      writer.append(List.of("e" + i, "f" + i));
    }
  }

  private void assertNothingIsLost() {
    int stored = 0;
    for (Address log : logs) {
      List<Event> events = await(store.readAfter(log, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i).seq()).isEqualTo(i + 1);
        assertThat(told).containsEntry(log + " " + (i + 1), events.get(i));
      }
      stored += events.size();
    }
    assertThat(told).hasSize(stored);
  }

  private static void awaitMore(AtomicInteger count, int more) throws Exception {
    int goal = count.get() + more;
    Await.until(more + " more after " + (goal - more), () -> count.get() >= goal);
  }

  private final class Witness implements RivalWriter.Witness {
    @Override
    public void acknowledged(Address log, long seq, String name) {
      Event event = Samples.event(seq, name);
      assertThat(told.putIfAbsent(log + " " + seq, event)).isIn(null, event);
      acknowledged.incrementAndGet();
    }

    @Override
    public void refused(Refusal refusal) {
      assertThat(refusal.code()).isIn(Refusal.Code.UNAVAILABLE, Refusal.Code.UNKNOWN_OUTCOME);
      refused.incrementAndGet();
    }
  }
}
