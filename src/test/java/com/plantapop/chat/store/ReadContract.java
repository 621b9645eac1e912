package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.key;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads: cursors, limits, heads, keys, and that payloads stay what they were. */
interface ReadContract extends StoreSubject {

  @Test
  default void readsForward() {
    Address log = newLog();
    append(log, events(1, 9));
    assertThat(await(store().readAfter(log, 0, 3, PLENTY))).isEqualTo(events(1, 3));
    assertThat(await(store().readAfter(log, 4, 3, PLENTY))).isEqualTo(events(5, 7));
    assertThat(await(store().readAfter(log, 7, 3, PLENTY))).isEqualTo(events(8, 9));
    assertThat(await(store().readAfter(log, 9, 3, PLENTY))).isEmpty();
    assertThat(await(store().readAfter(log, 99, 3, PLENTY))).isEmpty();
    assertThat(await(store().readAfter(log, Long.MAX_VALUE, 3, PLENTY))).isEmpty();
    assertThat(await(store().readAfter(newLog(), 0, 3, PLENTY))).isEmpty();
  }

  @Test
  default void readsBackwardInAscendingOrder() {
    Address log = newLog();
    append(log, events(1, 9));
    assertThat(await(store().readBefore(log, Long.MAX_VALUE, 3, PLENTY))).isEqualTo(events(7, 9));
    assertThat(await(store().readBefore(log, 99, 3, PLENTY))).isEqualTo(events(7, 9));
    assertThat(await(store().readBefore(log, 7, 3, PLENTY))).isEqualTo(events(4, 6));
    assertThat(await(store().readBefore(log, 3, 3, PLENTY))).isEqualTo(events(1, 2));
    assertThat(await(store().readBefore(log, 1, 3, PLENTY))).isEmpty();
    assertThat(await(store().readBefore(log, 0, 3, PLENTY))).isEmpty();
    assertThat(await(store().readBefore(newLog(), Long.MAX_VALUE, 3, PLENTY))).isEmpty();
  }

  @Test
  default void tellsWhereThereIsAnEvent() {
    Address log = newLog();
    Address other = newLog();
    append(log, events(1, 3));
    append(other, events(1, 1));
    List<Position> asked = new ArrayList<>();
    for (long seq : new long[] {0, 1, 3, 4, Long.MAX_VALUE}) {
      asked.add(new Position(log, seq));
      asked.add(new Position(other, seq));
      asked.add(new Position(newLog(), seq));
    }
    // More than one query takes.
    for (int i = 0; i < EventStore.POSITIONS_PER_QUERY; i++) {
      asked.add(new Position(newLog(), 1));
    }
    assertThat(await(store().existing(asked)))
        .containsExactlyInAnyOrder(
            new Position(log, 1), new Position(log, 3), new Position(other, 1));
    assertThat(await(store().existing(List.of()))).isEmpty();
  }

  @Test
  default void stopsWithTheEventThatReachesTheBytes() {
    Address log = newLog();
    for (int seq = 1; seq <= 5; seq++) {
      append(log, event(seq, "e" + seq, new byte[100]));
    }
    assertThat(seqs(await(store().readAfter(log, 0, 5, 1)))).containsExactly(1L);
    assertThat(seqs(await(store().readAfter(log, 0, 5, 100)))).containsExactly(1L);
    assertThat(seqs(await(store().readAfter(log, 0, 5, 101)))).containsExactly(1L, 2L);
    assertThat(seqs(await(store().readAfter(log, 1, 5, 300)))).containsExactly(2L, 3L, 4L);
    assertThat(seqs(await(store().readBefore(log, 6, 5, 1)))).containsExactly(5L);
    assertThat(seqs(await(store().readBefore(log, 6, 5, 101)))).containsExactly(4L, 5L);
  }

  private static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::seq).toList();
  }

  @Test
  default void pagesThroughALargeLog() {
    Address log = newLog();
    for (int first = 1; first <= 10_000; first += 500) {
      append(log, events(first, first + 499));
    }
    List<Event> forward = new ArrayList<>();
    while (forward.size() < 10_000) {
      List<Event> page = await(store().readAfter(log, forward.size(), 333, PLENTY));
      assertThat(page).isNotEmpty();
      forward.addAll(page);
    }
    assertThat(forward).isEqualTo(events(1, 10_000));
    List<Event> backward = new ArrayList<>();
    for (long before = Long.MAX_VALUE; before > 1; before = backward.get(0).seq()) {
      List<Event> page = await(store().readBefore(log, before, 333, PLENTY));
      assertThat(page).isNotEmpty();
      backward.addAll(0, page);
    }
    assertThat(backward).isEqualTo(forward);
  }

  @Test
  default void keepsPayloadsByteForByte() {
    List<String> texts =
        List.of(
            "{}",
            "{\"$date\":1,\"a.b\":{\"__proto__\":null},\"\":0}",
            "{\"n\":123456789012345678901234567890.10,\"e\":1E400,\"z\":-0}",
            "{ \"spaces\" :\t[ ] }\r\n",
            "\"\u0000\u001f\u007f\u00e9\u2028\ufeff\uffff\ud83d\ude00\"",
            "\"\\ud800 lone, escaped\"");
    Address log = newLog();
    for (int i = 0; i < texts.size(); i++) {
      append(log, event(i + 1, "t" + i, texts.get(i).getBytes(StandardCharsets.UTF_8)));
    }
    byte[] large = "\u00e9x".repeat(350_000).getBytes(StandardCharsets.UTF_8);
    append(log, event(texts.size() + 1, "large", large));
    List<Event> read = all(log);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(read.get(i).payload().text()).isEqualTo(texts.get(i));
    }
    assertThat(read.get(texts.size()).payload().utf8()).isEqualTo(large);
  }

  @Test
  default void keepsMetadataWithItsEvent() {
    Address log = newLog();
    String odd = "{\"$date\":1} \u0000\u00e9\ud83d\ude00";
    List<Event> events =
        List.of(
            withMetadata(1, Map.of(Metadata.BY, odd, "replaces", "", "x", "y")),
            event(2, "without"),
            withMetadata(3, Map.of("deletes", "d".repeat(1_000))));
    append(log, events);
    append(log, withMetadata(4, Map.of(Metadata.BY, "ann@example.com")));
    assertThat(await(store().readAfter(log, 0, 3, PLENTY))).isEqualTo(events);
    assertThat(await(store().readBefore(log, 4, 3, PLENTY))).isEqualTo(events);
    assertThat(await(store().find(log, List.of(key("m1"))))).containsValue(events.get(0));
    assertThat(append(log, withMetadata(5, 4, Map.of())).duplicates())
        .containsValue(withMetadata(4, Map.of(Metadata.BY, "ann@example.com")));
  }

  private static Event withMetadata(long seq, Map<String, String> values) {
    return withMetadata(seq, seq, values);
  }

  private static Event withMetadata(long seq, long name, Map<String, String> values) {
    Event plain = event(name, "m" + name);
    return new Event(seq, plain.key(), plain.acceptedAt(), plain.payload(), Metadata.of(values));
  }

  @Test
  default void findsEventsByKeyInTheirLogOnly() {
    Address log = newLog();
    append(log, events(1, 3));
    append(Address.receipts(log.chat()), event(1, "other"));
    assertThat(await(store().find(log, List.of(key("e1"), key("e3"), key("other"), key("no")))))
        .isEqualTo(Map.of(key("e1"), event(1, "e1"), key("e3"), event(3, "e3")));
    assertThat(await(store().find(log, List.of()))).isEmpty();
  }

  @Test
  default void tellsTheHeadOfEveryLogAsked() {
    Map<Address, Long> expected = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      Address log = newLog();
      if (i % 3 > 0) {
        append(log, events(1, i % 3));
      }
      expected.put(log, (long) (i % 3));
    }
    assertThat(await(store().heads(expected.keySet()))).isEqualTo(expected);
    assertThat(await(store().heads(expected.keySet()))).isEqualTo(expected);
    assertThat(await(store().heads(List.of()))).isEmpty();
  }

  @Test
  default void showsAtOnceWhatWasAppended() {
    Address log = newLog();
    assertThat(all(log)).isEmpty();
    for (int seq = 1; seq <= 200; seq++) {
      Event event = event(seq, "e" + seq);
      append(log, event);
      assertThat(await(store().readAfter(log, seq - 1, 9, PLENTY))).containsExactly(event);
      assertThat(await(store().readBefore(log, Long.MAX_VALUE, 1, PLENTY))).containsExactly(event);
      assertThat(await(store().find(log, List.of(event.key())))).containsValue(event);
      assertThat(head(log)).isEqualTo(seq);
    }
  }
}
