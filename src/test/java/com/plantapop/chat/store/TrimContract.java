package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.key;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logs that begin after 1. */
interface TrimContract extends StoreSubject {
  void reopen() throws Exception;

  private long first(Address log) {
    return await(store().first(log));
  }

  @Test
  default void removesTheEventsBeforeANumberForEver() throws Exception {
    Address log = newLog();
    Address receipts = Address.receipts(log.chat());
    for (int first = 1; first <= 2_500; first += 500) {
      append(log, events(first, first + 499));
    }
    append(receipts, events(1, 3));
    await(store().trim(log, 2_450));
    for (int opened = 0; opened < 2; opened++) {
      assertThat(first(log)).isEqualTo(2_450);
      assertThat(head(log)).isEqualTo(2_500);
      assertThat(all(log)).isEqualTo(events(2_450, 2_500));
      assertThat(await(store().readAfter(log, 7, 2, PLENTY))).isEqualTo(events(2_450, 2_451));
      assertThat(await(store().readAfter(log, 2_449, 1, PLENTY))).isEqualTo(events(2_450, 2_450));
      assertThat(await(store().readBefore(log, 2_453, 9, PLENTY))).isEqualTo(events(2_450, 2_452));
      assertThat(await(store().readBefore(log, 2_450, 9, PLENTY))).isEmpty();
      assertThat(await(store().find(log, List.of(key("e2449"), key("e2450")))))
          .isEqualTo(Map.of(key("e2450"), event(2_450, "e2450")));
      assertThat(all(receipts)).isEqualTo(events(1, 3));
      assertThat(first(receipts)).isEqualTo(1);
      reopen();
    }
    assertThat(append(log, events(2_501, 2_502)).appended()).isEqualTo(2);
    assertThat(all(log)).isEqualTo(events(2_450, 2_502));
  }

  @Test
  default void neverRemovesTheLastEvent() {
    Address log = newLog();
    append(log, events(1, 3));
    await(store().trim(log, Long.MAX_VALUE));
    assertThat(all(log)).isEqualTo(events(3, 3));
    assertThat(first(log)).isEqualTo(3);
    assertThat(append(log, events(4, 4))).isEqualTo(new AppendResult(1, Map.of(), 4));
    assertThat(append(log, event(2, "late"))).isEqualTo(new AppendResult(0, Map.of(), 4));
  }

  @Test
  default void trimmingAgainOrLessChangesNothing() {
    Address log = newLog();
    append(log, events(1, 9));
    for (long first : new long[] {0, 1, 5, 5, 3, -7}) {
      await(store().trim(log, first));
    }
    assertThat(all(log)).isEqualTo(events(5, 9));
    await(Future.join(store().trim(log, 8), store().trim(log, 6), store().trim(log, 7)));
    assertThat(all(log)).isEqualTo(events(8, 9));
    assertThat(first(log)).isEqualTo(8);
  }

  @Test
  default void emptyLogHasNothingToTrim() {
    Address log = newLog();
    assertThat(first(log)).isEqualTo(1);
    await(store().trim(log, 9));
    assertThat(head(log)).isZero();
    append(log, events(1, 2));
    assertThat(first(log)).isEqualTo(1);
    assertThat(all(log)).isEqualTo(events(1, 2));
  }

  @Test
  default void takesTheKeyOfATrimmedEventForNew() {
    Address log = newLog();
    append(log, events(1, 3));
    await(store().trim(log, 3));
    assertThat(append(log, event(4, "e1"))).isEqualTo(new AppendResult(1, Map.of(), 4));
    assertThat(append(log, event(5, "e3")).duplicates()).containsOnlyKeys(key("e3"));
    assertThat(all(log)).containsExactly(event(3, "e3"), event(4, "e1"));
  }

  @Test
  default void readersMeetNoHoleWhileItTrims() {
    Address log = newLog();
    for (int first = 1; first <= 3_000; first += 500) {
      append(log, events(first, first + 499));
    }
    Future<Void> trimmed = Future.succeededFuture();
    for (int first = 100; first <= 2_900; first += 100) {
      long next = first;
      trimmed = trimmed.compose(before -> store().trim(log, next));
    }
    long seen = 1;
    do {
      assertWhole(all(log));
      assertWhole(await(store().readBefore(log, Long.MAX_VALUE, 3_000, PLENTY)));
      long now = first(log);
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
    } while (!trimmed.isComplete());
    await(trimmed);
    assertThat(all(log)).isEqualTo(events(2_900, 3_000));
  }

  private static void assertWhole(List<Event> events) {
    assertThat(events).isNotEmpty();
    assertThat(events).isEqualTo(events((int) events.get(0).seq(), 3_000));
  }
}
