package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.newLog;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.support.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Several writers and readers on one log: numbers without holes, nothing twice, nothing lost. */
interface RivalryContract extends StoreSubject {
  int WRITERS = 8;
  int BATCHES = 25;
  int BATCH = 4;
  long GROWTH = 500;

  @Test
  default void numbersWithoutHolesWhenManyWriteOneLog() throws Exception {
    Address log = newLog();
    Map<Long, Event> acknowledged = rivals(log, true);
    assertThat(acknowledged).hasSize(WRITERS * BATCHES * BATCH);
    assertThat(all(log)).isEqualTo(List.copyOf(acknowledged.values()));
    assertThat(head(log)).isEqualTo(acknowledged.size());
  }

  @Test
  default void storesOnceWhatManySendAtOnce() throws Exception {
    Address log = newLog();
    Map<Long, Event> acknowledged = rivals(log, false);
    assertThat(acknowledged).hasSize(BATCHES * BATCH);
    assertThat(all(log)).isEqualTo(List.copyOf(acknowledged.values()));
  }

  /**
   * Lets many write at once and returns what they were told, by number.
   *
   * @param own whether each writes events of its own; else all write the same ones
   */
  private Map<Long, Event> rivals(Address log, boolean own) throws Exception {
    Told told = new Told();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String prefix = own ? i + "-" : "";
      tasks.add(() -> write(new RivalWriter(store(), log, told), prefix));
    }
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    return told.bySeq;
  }

  private static Void write(RivalWriter writer, String prefix) {
    for (int batch = 0; batch < BATCHES; batch++) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        names.add(prefix + batch + "." + i);
      }
      writer.append(names);
    }
    return null;
  }

  /** Fails when two are told different things of one number. */
  final class Told implements RivalWriter.Witness {
    private final Map<Long, Event> bySeq = new ConcurrentSkipListMap<>();

    @Override
    public void acknowledged(Address log, long seq, String name) {
      Event event = Samples.event(seq, name);
      Event other = bySeq.putIfAbsent(seq, event);
      assertThat(other).isIn(null, event);
    }

    @Override
    public void refused(Refusal refusal) {
      throw refusal;
    }
  }

  @Test
  default void showsReadersALogThatOnlyGrows() throws Exception {
    Address log = newLog();
    AtomicLong known = new AtomicLong();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> reading = threads.submit(() -> readWhileItGrows(log, known));
      for (int seq = 1; seq <= GROWTH; seq++) {
        append(log, Samples.event(seq, "e" + seq));
        if (seq % (GROWTH / 5) == 0) {
          long written = seq;
          Await.until("the reader at " + seq, () -> known.get() == written || reading.isDone());
        }
      }
      reading.get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private void readWhileItGrows(Address log, AtomicLong known) {
    while (known.get() < GROWTH) {
      List<Event> news = StoreSubject.await(store().readAfter(log, known.get(), 50, PLENTY));
      for (Event event : news) {
        assertThat(event.seq()).isEqualTo(known.get() + 1);
        known.set(event.seq());
      }
      assertThat(head(log)).isGreaterThanOrEqualTo(known.get());
    }
  }
}
