package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.newLog;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Several writers and readers on one log: numbers without holes, nothing twice, nothing lost. */
interface RivalryContract extends StoreSubject {
  int WRITERS = 8;
  int BATCHES = 25;
  int BATCH = 4;

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
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Long> read = threads.submit(() -> readWhileItGrows(log, over));
      for (int seq = 1; seq <= 500; seq++) {
        append(log, Samples.event(seq, "e" + seq));
      }
      over.set(true);
      assertThat(read.get()).isLessThanOrEqualTo(500);
    } finally {
      threads.shutdown();
    }
  }

  private long readWhileItGrows(Address log, AtomicBoolean over) {
    long known = 0;
    while (!over.get()) {
      List<Event> news = StoreSubject.await(store().readAfter(log, known, 50, PLENTY));
      for (Event event : news) {
        assertThat(event.seq()).isEqualTo(++known);
      }
      assertThat(head(log)).isGreaterThanOrEqualTo(known);
    }
    return known;
  }
}
