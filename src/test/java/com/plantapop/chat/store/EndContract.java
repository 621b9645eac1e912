package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.key;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.StoreSubject.assertRefused;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal.Code;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logs that have ended, and what is left of them. */
interface EndContract extends StoreSubject {
  void reopen() throws Exception;

  private Address ended(int events) {
    Address log = newLog();
    for (int first = 1; first <= events; first += 500) {
      append(log, events(first, Math.min(events, first + 499)));
    }
    assertThat(append(log, Event.grave(events)))
        .isEqualTo(new AppendResult(1, Map.of(), events + 1));
    return log;
  }

  private Future<AppendResult> tryAppend(Address log, Event... events) {
    return store().append(List.of(new Run(log, List.of(events)))).get(0);
  }

  private void assertEnded(Address log, int events) {
    for (long seq = 1; seq <= events + 3; seq++) {
      assertRefused(Code.GONE, tryAppend(log, event(seq, "late")));
      assertRefused(Code.GONE, tryAppend(log, event(seq, "e1"), event(seq + 1, "e" + seq)));
      assertRefused(Code.GONE, tryAppend(log, Event.grave(seq)));
    }
    assertRefused(Code.GONE, store().head(log));
    assertRefused(Code.GONE, store().find(log, List.of(key("e1"))));
    assertRefused(Code.GONE, store().find(log, List.of(key("e" + (events + 9)))));
    assertRefused(Code.GONE, store().readAfter(log, 0, Integer.MAX_VALUE, PLENTY));
    assertRefused(Code.GONE, store().readAfter(log, events, 9, PLENTY));
    assertRefused(Code.GONE, store().readBefore(log, Long.MAX_VALUE, 9, PLENTY));
    Position grave = new Position(log, events + 1);
    assertThat(await(store().existing(List.of(grave)))).containsExactly(grave);
  }

  @Test
  default void nothingFollowsAGrave() throws Exception {
    Address log = ended(3);
    Address empty = ended(0);
    for (int opened = 0; opened < 2; opened++) {
      assertEnded(log, 3);
      assertEnded(empty, 0);
      reopen();
    }
  }

  @Test
  default void onlyOthersHaveHeads() {
    Address log = ended(3);
    Address other = Address.receipts(log.chat());
    append(other, events(1, 2));
    Address empty = newLog();
    assertThat(await(store().heads(List.of(log, other, empty))))
        .isEqualTo(Map.of(other, 2L, empty, 0L));
    assertThat(all(other)).isEqualTo(events(1, 2));
  }

  @Test
  default void runMayEndWithAGrave() {
    Address log = newLog();
    append(log, event(1, "e1"), event(2, "e2"), Event.grave(2));
    assertEnded(log, 2);
  }

  @Test
  default void runsOfOthersGoOnBesideOneThatIsTooLate() {
    Address log = ended(1);
    List<Run> runs = new ArrayList<>();
    List<Address> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(newLog());
      runs.add(new Run(others.get(i), List.of(event(1, "a"))));
    }
    runs.add(7, new Run(log, List.of(event(2, "late"))));
    List<Future<AppendResult>> outcomes = store().append(runs);
    assertRefused(Code.GONE, outcomes.remove(7));
    outcomes.forEach(outcome -> assertThat(await(outcome).appended()).isEqualTo(1));
  }

  @Test
  default void erasesWhatWasInALogThatHasEnded() throws Exception {
    Address log = ended(1_200);
    await(store().erase(log));
    for (int opened = 0; opened < 2; opened++) {
      assertRefused(Code.GONE, store().readAfter(log, 0, 1, PLENTY));
      assertRefused(Code.GONE, store().readAfter(log, 700, 1, PLENTY));
      assertRefused(Code.GONE, store().readBefore(log, 900, 1, PLENTY));
      for (long seq : new long[] {1, 2, 600, 1_200, 1_201, 1_202}) {
        assertRefused(Code.GONE, tryAppend(log, event(seq, "e" + seq)));
      }
      await(store().erase(log));
      reopen();
    }
  }

  @Test
  default void erasesNothingOfALogThatGoesOn() {
    Address log = newLog();
    append(log, events(1, 5));
    Address empty = newLog();
    await(store().erase(log));
    await(store().erase(empty));
    assertThat(all(log)).isEqualTo(events(1, 5));
    assertThat(append(log, event(6, "e2")).duplicates()).containsOnlyKeys(key("e2"));
    assertThat(append(empty, event(1, "a")).appended()).isEqualTo(1);
  }
}
