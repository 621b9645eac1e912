package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.key;
import static com.plantapop.chat.store.Samples.newChat;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link ChatLists}: which chats a person may belong to, and a little of many logs at once. */
interface ListContract extends StoreSubject {
  void reopen() throws Exception;

  private static Instant at(long ms) {
    return Instant.ofEpochMilli(1_769_860_800_000L + ms);
  }

  private static ListEntry entry(ChatId chat, String person, long seq, long ms) {
    return new ListEntry(chat, person, seq, at(ms));
  }

  private static String newPerson() {
    return UUID.randomUUID() + "@x.example";
  }

  private List<ListEntry> of(String person) {
    return await(store().lists().of(person, Optional.empty(), 100));
  }

  private void enter(ListEntry... entries) {
    await(store().lists().enter(List.of(entries)));
  }

  @Test
  default void keepsTheEntriesOfAPersonByActivity() throws Exception {
    String person = newPerson();
    List<ListEntry> entries = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      entries.add(entry(newChat(), person, i + 1, 1_000 - 100 * (i / 2)));
    }
    await(store().lists().enter(entries));
    enter(entry(entries.get(0).chat(), "x" + person, 1, 5), entry(newChat(), person + "x", 1, 5));
    List<ListEntry> sorted = new ArrayList<>(entries);
    sorted.sort(
        (one, other) ->
            one.activity().equals(other.activity())
                ? other.chat().hex().compareTo(one.chat().hex())
                : other.activity().compareTo(one.activity()));
    for (int opened = 0; opened < 2; opened++) {
      assertThat(of(person)).isEqualTo(sorted);
      reopen();
    }
    List<ListEntry> paged = new ArrayList<>();
    Optional<ListEntry> after = Optional.empty();
    do {
      List<ListEntry> page = await(store().lists().of(person, after, 2));
      paged.addAll(page);
      after = page.size() < 2 ? Optional.empty() : Optional.of(page.get(1));
    } while (after.isPresent());
    assertThat(paged).isEqualTo(sorted);
    assertThat(of(newPerson())).isEmpty();
  }

  @Test
  default void whatMovesUpChangesNothingBehindACursor() {
    String person = newPerson();
    List<ListEntry> entries = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      entries.add(entry(newChat(), person, 1, 900 - 100 * i));
    }
    await(store().lists().enter(entries));
    Optional<ListEntry> cursor = Optional.of(entries.get(1));
    for (int moved : new int[] {1, 0, 3}) {
      enter(entry(entries.get(moved).chat(), person, 1, 2_000 + moved));
    }
    assertThat(await(store().lists().of(person, cursor, 9))).containsExactly(entries.get(2));
    assertThat(of(person))
        .extracting(ListEntry::chat)
        .containsExactly(
            entries.get(3).chat(),
            entries.get(1).chat(),
            entries.get(0).chat(),
            entries.get(2).chat());
  }

  @Test
  default void entriesOnlyGrow() {
    String person = newPerson();
    ChatId chat = newChat();
    enter(entry(chat, person, 5, 500));
    enter(entry(chat, person, 3, 700));
    assertThat(of(person)).containsExactly(entry(chat, person, 5, 700));
    enter(entry(chat, person, 8, 100), entry(chat, person, 7, 100));
    assertThat(of(person)).containsExactly(entry(chat, person, 8, 700));
  }

  /** Whoever is added again meanwhile has an entry for a later event. */
  @Test
  default void whoLeavesTakesNoLaterEntryAlong() throws Exception {
    String person = newPerson();
    String other = newPerson();
    ChatId chat = newChat();
    enter(entry(chat, person, 5, 500), entry(chat, other, 1, 500), entry(newChat(), person, 1, 1));
    await(store().lists().leave(chat, List.of(person, newPerson()), 4));
    assertThat(of(person)).hasSize(2);
    await(store().lists().leave(chat, List.of(person), 5));
    for (int opened = 0; opened < 2; opened++) {
      assertThat(of(person)).hasSize(1).extracting(ListEntry::chat).doesNotContain(chat);
      assertThat(of(other)).containsExactly(entry(chat, other, 1, 500));
      reopen();
    }
    await(store().lists().leave(chat, List.of(person), 5));
    enter(entry(chat, person, 2, 900));
    assertThat(of(person)).hasSize(2).startsWith(entry(chat, person, 2, 900));
  }

  @Test
  default void forgetsAllEntriesOfAChat() {
    ChatId chat = newChat();
    ChatId other = newChat();
    List<String> people = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      people.add(newPerson());
    }
    await(store().lists().enter(people.stream().map(person -> entry(chat, person, 9, 1)).toList()));
    enter(entry(other, people.get(7), 1, 1));
    await(
        Future.join(
            store().lists().enter(List.of(entry(chat, people.get(3), 99, 2))),
            store().lists().forget(chat)));
    await(store().lists().forget(chat));
    for (int i : new int[] {0, 3, 999, 1_199}) {
      assertThat(of(people.get(i))).isEmpty();
    }
    assertThat(of(people.get(7))).containsExactly(entry(other, people.get(7), 1, 1));
  }

  @Test
  default void entriesThatAreMadeAtOnceAreOne() {
    String person = newPerson();
    ChatId chat = newChat();
    List<Future<Void>> made = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      made.add(store().lists().enter(List.of(entry(chat, person, i, 100 - i))));
    }
    await(Future.join(made));
    assertThat(of(person)).containsExactly(entry(chat, person, 49, 100));
  }

  @Test
  default void tellsTheNewestEventsWithoutPayloads() {
    Address log = newLog();
    assertThat(await(store().lists().newest(log, 5))).isEmpty();
    append(log, events(1, 300));
    Metadata from = Metadata.of(Map.of("from", "a@x.example", Metadata.BY, "shop"));
    Event plain = event(302, "large", new byte[70_000]);
    Event large = new Event(301, key("l"), plain.acceptedAt(), plain.payload(), from);
    append(log, large, plain);
    List<EventMeta> newest = await(store().lists().newest(log, 101));
    assertThat(newest).hasSize(101);
    assertThat(newest.get(0)).isEqualTo(meta(plain));
    assertThat(newest.get(1)).isEqualTo(meta(large));
    assertThat(newest.get(100)).isEqualTo(meta(event(202, "e202")));
    assertThat(await(store().lists().newest(log, 1_000))).hasSize(302);
  }

  private static EventMeta meta(Event event) {
    return new EventMeta(event.seq(), event.key(), event.acceptedAt(), event.metadata());
  }

  @Test
  default void tellsALittleOfManyLogs() {
    Address log = newLog();
    Address receipts = Address.receipts(log.chat());
    append(log, events(1, 9));
    append(receipts, events(5, 5).get(0).renumbered(1));
    Position there = new Position(log, 9);
    assertThat(
            await(
                store()
                    .lists()
                    .at(
                        List.of(
                            there,
                            new Position(log, 10),
                            new Position(receipts, 1),
                            new Position(newLog(), 1)))))
        .isEqualTo(
            Map.of(there, event(9, "e9"), new Position(receipts, 1), event(5, "e5").renumbered(1)));
    assertThat(
            await(
                store()
                    .lists()
                    .known(
                        Map.of(
                            log,
                            List.of(key("e3"), key("e9"), key("none")),
                            receipts,
                            List.of(key("e5"), key("e3")),
                            newLog(),
                            List.of(key("e3"))))))
        .isEqualTo(Map.of(log, Set.of(key("e3"), key("e9")), receipts, Set.of(key("e5"))));
    UUID chatId = UUID.randomUUID();
    await(store().bind(log.chat(), chatId));
    assertThat(await(store().lists().bindings(List.of(log.chat(), newChat()))))
        .isEqualTo(Map.of(log.chat(), chatId));
    assertThat(await(store().lists().at(List.of()))).isEmpty();
    assertThat(await(store().lists().known(Map.of()))).isEmpty();
  }

  @Test
  default void showsNothingOfALogThatHasEnded() {
    Address log = newLog();
    append(log, events(1, 9));
    append(log, Event.grave(9));
    Position last = new Position(log, 10);
    for (int erased = 0; erased < 2; erased++) {
      StoreSubject.assertRefused(Refusal.Code.GONE, store().lists().newest(log, 101));
      assertThat(await(store().lists().at(List.of(last)))).isEmpty();
      StoreSubject.assertRefused(Refusal.Code.GONE, store().readBefore(log, 99, 9, PLENTY));
      await(store().erase(log));
    }
    assertThat(await(store().lists().at(List.of(last, new Position(log, 9))))).isEmpty();
    assertThat(await(store().lists().known(Map.of(log, List.of(key("e9")))))).isEmpty();
  }
}
