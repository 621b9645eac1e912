package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.newLog;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
    Map<Long, Event> accepted = new TreeMap<>();
    for (RivalWriter writer : rivals(log, "own")) {
      accepted.putAll(writer.accepted());
    }
    List<Event> stored = all(log);
    assertThat(stored).hasSize(WRITERS * BATCHES * BATCH);
    assertThat(stored).extracting(Event::seq).isEqualTo(List.copyOf(accepted.keySet()));
    assertThat(stored).isEqualTo(List.copyOf(accepted.values()));
    assertThat(head(log)).isEqualTo(stored.size());
  }

  @Test
  default void storesOnceWhatManySendAtOnce() throws Exception {
    Address log = newLog();
    rivals(log, "");
    List<Event> stored = all(log);
    assertThat(stored).extracting(Event::key).doesNotHaveDuplicates().hasSize(BATCHES * BATCH);
    for (int i = 0; i < stored.size(); i++) {
      assertThat(stored.get(i).seq()).isEqualTo(i + 1);
    }
  }

  /** With {@code own} each writes events of its own, without all write the same. */
  private List<RivalWriter> rivals(Address log, String own) throws Exception {
    List<Callable<RivalWriter>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String prefix = own.isEmpty() ? "" : own + i + "-";
      tasks.add(() -> write(new RivalWriter(store(), log), prefix));
    }
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<RivalWriter> writers = new ArrayList<>();
      for (Future<RivalWriter> done : threads.invokeAll(tasks)) {
        writers.add(done.get());
      }
      return writers;
    } finally {
      threads.shutdown();
    }
  }

  private static RivalWriter write(RivalWriter writer, String prefix) {
    for (int batch = 0; batch < BATCHES; batch++) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        names.add(prefix + batch + "." + i);
      }
      writer.append(names);
    }
    return writer;
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
