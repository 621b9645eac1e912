package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.access.Memberships;
import com.plantapop.chat.access.Revocations;
import com.plantapop.chat.bus.Services;
import com.plantapop.chat.config.ChatConfig.HubConfig;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.rocksdb.RocksEventStore;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.DisturbedStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G7: what an event loop cannot take at once does not pile up in its queue (and G5: nor get lost).
 */
class BusyLoopTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final int EVENTS = 400;
  private static final String CONTENT = "{\"content\":\"" + "x".repeat(60_000) + "\"}";
  private static final HubConfig SETTINGS = new HubConfig(0, 600_000, 16, 131_072);

  @TempDir private Path data;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
  private final Address log = Address.messages(new ChatId("0123456789abcdef01234567"));

  /** Each is encoded once, whoever gets it. */
  private final Set<Delivery> deliveries =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  private final Budget budget = new Budget(1 << 30);
  private volatile Future<?> gate = Future.succeededFuture();
  private EventStore store;
  private Hub hub;

  @BeforeEach
  void open() {
    store = DisturbedStore.withReadsAfter(chat -> gate).apply(RocksEventStore.open(vertx, data));
    hub = hub(SETTINGS);
  }

  private Hub hub(HubConfig settings) {
    return new Hub(
        vertx,
        store,
        settings,
        budget,
        Services.LOCAL,
        (address, headers, body) -> {},
        200,
        (address, seq) -> {},
        List.of(newLoop()),
        List.of(new Memberships(store, 1_000)),
        new Revocations(store, Optional.empty(), NodeMetrics.off().access()),
        NodeMetrics.off().hub());
  }

  @AfterEach
  void close() {
    store.close().await();
    vertx.close().await();
  }

  private ContextInternal newLoop() {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Reads whatever comes; only its loop is slow. */
  private static final class Recorder implements Reader {
    private final List<Long> seqs = Collections.synchronizedList(new ArrayList<>());
    private final Set<Delivery> deliveries;

    Recorder(Set<Delivery> deliveries) {
      this.deliveries = deliveries;
    }

    @Override
    public void ended(String spelling, Refusal why) {
      throw new AssertionError(why);
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void deliver(Delivery delivery, String address, String spelling) {
      deliveries.add(delivery);
      LongStream.rangeClosed(delivery.firstSeq(), delivery.lastSeq()).forEach(seqs::add);
    }
  }

  private Recorder subscribe(LoopHub loop) {
    Recorder recorder = new Recorder(deliveries);
    subscribe(loop, recorder, OptionalLong.empty());
    return recorder;
  }

  private ReaderSession subscribe(LoopHub loop, Recorder recorder, OptionalLong since) {
    ReaderSession session = loop.open(recorder);
    CountDownLatch standing = new CountDownLatch(1);
    loop.context()
        .runOnContext(
            turn ->
                session.subscribe(
                    Caller.ANYONE,
                    log,
                    "a",
                    since,
                    Deadline.in(60_000),
                    cursor -> standing.countDown()));
    await(standing);
    return session;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("in time").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readersWhoFallBehindTogetherAreFedTogether() throws Exception {
    LoopHub loop = hub.loop(newLoop());
    List<Recorder> readers = Stream.generate(() -> subscribe(loop)).limit(20).toList();
    Recorder free = subscribe(hub.loop(newLoop()));
    CountDownLatch release = new CountDownLatch(1);
    loop.context().runOnContext(turn -> await(release));
    for (int seq = 1; seq <= EVENTS; seq++) {
      append(seq);
    }
    hub.lossSuspected();
    Await.until("the free loop has all", () -> free.seqs.size() == EVENTS);
    release.countDown();

    List<Long> all = LongStream.rangeClosed(1, EVENTS).boxed().toList();
    for (Recorder reader : readers) {
      Await.until("a reader has all", () -> reader.seqs.size() >= EVENTS);
      assertThat(reader.seqs).isEqualTo(all);
    }
    assertThat(deliveries).hasSizeLessThanOrEqualTo(EVENTS);
  }

  /** Nobody says anything more: what was left out must come without another event. */
  @Test
  void readersWhoComeBackGetWhatTheLoopHasNotRead() throws Exception {
    Hub lingering = hub(new HubConfig(600_000, 600_000, 16, 131_072));
    LoopHub loop = lingering.loop(newLoop());
    Recorder first = new Recorder(deliveries);
    ReaderSession session = subscribe(loop, first, OptionalLong.empty());
    Recorder free = subscribe(lingering.loop(newLoop()));
    CountDownLatch release = new CountDownLatch(1);
    loop.context().runOnContext(turn -> await(release));
    for (int seq = 1; seq <= EVENTS; seq++) {
      append(seq);
    }
    lingering.lossSuspected();
    Await.until("the free loop has all", () -> free.seqs.size() == EVENTS);
    CountDownLatch left = new CountDownLatch(1);
    Promise<Void> page = Promise.promise();
    gate = page.future();
    loop.context().runOnContext(turn -> leave(session, left));
    release.countDown();
    await(left);
    assertThat(first.seqs.size()).isLessThan(EVENTS);
    gate = Future.succeededFuture();
    page.complete();
    Await.until("the end of the page", () -> budget.used() == 0);

    Recorder again = new Recorder(deliveries);
    subscribe(loop, again, OptionalLong.of(first.seqs.size()));
    Await.until("all the rest", () -> again.seqs.size() >= EVENTS - first.seqs.size());
    assertThat(again.seqs)
        .isEqualTo(LongStream.rangeClosed(first.seqs.size() + 1, EVENTS).boxed().toList());
  }

  private static void leave(ReaderSession session, CountDownLatch left) {
    session.close();
    left.countDown();
  }

  private void append(long seq) {
    EventKey key = EventKey.ofMessage(UUID.randomUUID());
    Event event = new Event(seq, key, Instant.now(), Payload.of(CONTENT));
    store.append(List.of(new Run(log, List.of(event)))).get(0).await();
  }

  @Test
  void busyLoopGetsFromTheLogWhatItsQueueDoesNotTake() throws Exception {
    LoopHub busyLoop = hub.loop(newLoop());
    LoopHub freeLoop = hub.loop(newLoop());
    Recorder busy = subscribe(busyLoop);
    Recorder free = subscribe(freeLoop);
    CountDownLatch release = new CountDownLatch(1);
    busyLoop.context().runOnContext(turn -> await(release));

    for (int seq = 1; seq <= EVENTS; seq++) {
      append(seq);
    }
    hub.lossSuspected();
    Await.until("the free loop has all", () -> free.seqs.size() == EVENTS);

    assertThat(busyLoop.queuedBytes())
        .isBetween(LoopHub.MAX_QUEUED_BYTES / 2, LoopHub.MAX_QUEUED_BYTES);
    release.countDown();
    Await.until("the busy loop has all", () -> busy.seqs.size() >= EVENTS);
    List<Long> all = LongStream.rangeClosed(1, EVENTS).boxed().toList();
    assertThat(busy.seqs).isEqualTo(all);
    assertThat(free.seqs).isEqualTo(all);
    assertThat(busyLoop.queuedBytes()).isZero();
  }
}
