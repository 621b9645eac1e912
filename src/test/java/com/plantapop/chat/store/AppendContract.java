package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.key;
import static com.plantapop.chat.store.Samples.newChat;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.Samples.run;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link EventStore#append} and what {@link AppendResult} says of it. */
interface AppendContract extends StoreSubject {

  @Test
  default void appendsToAnEmptyLogAndGoesOn() {
    Address log = newLog();
    assertThat(append(log, events(1, 3))).isEqualTo(new AppendResult(3, Map.of(), 3));
    assertThat(append(log, events(4, 4))).isEqualTo(new AppendResult(1, Map.of(), 4));
    assertThat(all(log)).isEqualTo(events(1, 4));
  }

  @Test
  default void answersRunByRunInTheirOrder() {
    Address first = newLog();
    Address second = newLog();
    Address third = newLog();
    append(second, event(1, "here"));
    List<AppendResult> results =
        await(
            StoreSubject.append(
                store(),
                List.of(
                    run(first, event(1, "a"), event(2, "b")),
                    run(second, event(1, "late")),
                    run(third, event(1, "c")))));
    assertThat(results)
        .containsExactly(
            new AppendResult(2, Map.of(), 2),
            new AppendResult(0, Map.of(), 1),
            new AppendResult(1, Map.of(), 1));
    assertThat(all(second)).containsExactly(event(1, "here"));
    assertThat(all(third)).containsExactly(event(1, "c"));
  }

  @Test
  default void storesNothingOfARunThatDoesNotFollowTheHead() {
    Address log = newLog();
    append(log, events(1, 3));
    assertThat(append(log, event(3, "taken"))).isEqualTo(new AppendResult(0, Map.of(), 3));
    assertThat(append(log, event(1, "old"), event(2, "old2")))
        .isEqualTo(new AppendResult(0, Map.of(), 3));
    assertThat(append(log, event(5, "hole"))).isEqualTo(new AppendResult(0, Map.of(), 3));
    assertThat(append(newLog(), event(2, "hole"))).isEqualTo(new AppendResult(0, Map.of(), 0));
    assertThat(all(log)).isEqualTo(events(1, 3));
  }

  @Test
  default void namesTheDuplicatesOfARunThatDoesNotFollowTheHead() {
    Address log = newLog();
    append(log, events(1, 3));
    AppendResult result = append(log, event(2, "new"), event(3, "e2"), event(4, "e3"));
    assertThat(result)
        .isEqualTo(
            new AppendResult(0, Map.of(key("e2"), event(2, "e2"), key("e3"), event(3, "e3")), 3));
  }

  @Test
  default void storesWhatComesBeforeADuplicateAndNothingAfterIt() {
    Address log = newLog();
    append(log, events(1, 2));
    AppendResult result = append(log, event(3, "x"), event(4, "e1"), event(5, "y"), event(6, "e2"));
    assertThat(result)
        .isEqualTo(
            new AppendResult(1, Map.of(key("e1"), event(1, "e1"), key("e2"), event(2, "e2")), 3));
    assertThat(all(log)).containsExactly(event(1, "e1"), event(2, "e2"), event(3, "x"));
  }

  @Test
  default void doesNotStoreABatchTwice() {
    Address log = newLog();
    append(log, events(1, 3));
    AppendResult again = append(log, events(1, 3));
    assertThat(again.appended()).isZero();
    assertThat(again.head()).isEqualTo(3);
    assertThat(again.duplicates().values()).containsExactlyInAnyOrderElementsOf(events(1, 3));
    List<Event> renumbered = events(1, 3).stream().map(e -> e.renumbered(e.seq() + 3)).toList();
    assertThat(append(log, renumbered)).isEqualTo(again);
    assertThat(all(log)).isEqualTo(events(1, 3));
  }

  @Test
  default void keepsTheFirstOfAKeyWhateverTheContent() {
    Address log = newLog();
    Event first = event(1, "same", "\"first\"".getBytes(StandardCharsets.UTF_8));
    append(log, first);
    AppendResult result =
        append(log, event(2, "same", "\"other\"".getBytes(StandardCharsets.UTF_8)));
    assertThat(result).isEqualTo(new AppendResult(0, Map.of(key("same"), first), 1));
  }

  @Test
  default void keepsNeighbouringLogsApart() {
    List<ChatId> chats = neighbours(newChat());
    List<Address> logs = new ArrayList<>();
    for (ChatId chat : chats) {
      logs.add(Address.messages(chat));
      logs.add(Address.receipts(chat));
    }
    for (Address log : logs) {
      assertThat(append(log, event(1, "same"), event(2, log.onBus())).appended()).isEqualTo(2);
    }
    for (Address log : logs) {
      List<Event> own = List.of(event(1, "same"), event(2, log.onBus()));
      assertThat(all(log)).isEqualTo(own);
      assertThat(await(store().readBefore(log, Long.MAX_VALUE, 9, PLENTY))).isEqualTo(own);
      assertThat(head(log)).isEqualTo(2);
    }
    Address between = Address.receipts(newChat());
    assertThat(all(between)).isEmpty();
    assertThat(head(between)).isZero();
  }

  private static List<ChatId> neighbours(ChatId chat) {
    String stem = chat.hex().substring(0, 22);
    return List.of(new ChatId(stem + "7e"), new ChatId(stem + "7f"), new ChatId(stem + "80"));
  }

  @Test
  default void tellsKeysApartThatDifferInOneCharacter() {
    Address log = newLog();
    List<EventKey> keys =
        List.of(
            new EventKey("m|"),
            new EventKey("m|a"),
            new EventKey("m|A"),
            new EventKey("m|\u00e9"),
            new EventKey("m|e\u0301"),
            new EventKey("m|\ud83d\ude00"),
            new EventKey("m|?"),
            new EventKey("m|a|a"),
            new EventKey("m|$.a"));
    for (EventKey key : keys) {
      Event event =
          new Event(head(log) + 1, key, event(1, "").acceptedAt(), event(1, "").payload());
      assertThat(append(log, event).appended()).isEqualTo(1);
    }
    assertThat(await(store().find(log, keys)).keySet()).containsExactlyInAnyOrderElementsOf(keys);
  }
}
