package com.plantapop.chat.access;

import static com.plantapop.chat.support.Callers.person;
import static com.plantapop.chat.support.Callers.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.access.MemberChange.Action;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.rocksdb.RocksEventStore;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node believes of who belongs to chats. */
class MembershipsTest {
  private static final String ANN = "ann@x.example";

  private final Vertx vertx = Vertx.vertx();
  private final ChatId chat = new ChatId(Frames.newChatId());
  private final List<Members> heard = new ArrayList<>();
  @TempDir private Path data;
  private volatile Future<?> gate = Future.succeededFuture();
  private EventStore store;
  private Memberships memberships;

  @BeforeEach
  void open() {
    store = DisturbedStore.withReadsAfter(any -> gate).apply(RocksEventStore.open(vertx, data));
    memberships = new Memberships(store, 10);
    memberships.follow((id, members) -> heard.add(members), () -> true);
  }

  @AfterEach
  void close() {
    store.close().await();
    vertx.close().await();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }

  private Event append(ChatId id, long seq, String member, Action action) throws Exception {
    MemberChange change = new MemberChange(member, action, "shop");
    Event event = new Event(seq, EventKey.random(), Instant.now(), change.payload());
    await(store.append(List.of(new Run(Address.members(id), List.of(event)))).get(0));
    return event;
  }

  private void assertRefused(Caller caller) {
    assertThatThrownBy(() -> await(memberships.admit(chat, caller)))
        .hasMessage("address: you are not a member of this chat");
  }

  @Test
  void nobodyIsRefusedBeforeTheStoreWasAsked() throws Exception {
    assertRefused(person(ANN));
    append(chat, 1, ANN, Action.ADDED);
    await(memberships.admit(chat, person(ANN)));
    assertThat(memberships.admit(chat, person(ANN)).isComplete()).as("not asked again").isTrue();
  }

  /** A read that began before somebody was added does not speak for who asks after that. */
  @Test
  void whoAsksDuringAReadHasOneOfItsOwn() throws Exception {
    Promise<Void> first = Promise.promise();
    Future<?> passing = Future.succeededFuture();
    gate = first.future();
    Future<Void> early = memberships.admit(chat, person("bob@x.example"));
    Future<Void> late = memberships.admit(chat, person(ANN));
    append(chat, 1, ANN, Action.ADDED);
    gate = passing;
    first.complete();
    assertThatThrownBy(() -> await(early)).hasMessageContaining("not a member");
    await(late);
  }

  @Test
  void servicesAndStrangersInOpenModeAreNotAskedFor() {
    gate = Promise.promise().future();
    assertThat(memberships.admit(chat, service("shop")).succeeded()).isTrue();
    assertThat(memberships.admit(chat, Caller.ANYONE).succeeded()).isTrue();
  }

  @Test
  void removalThatIsHeardHoldsAtOnce() throws Exception {
    append(chat, 1, ANN, Action.ADDED);
    await(memberships.admit(chat, person(ANN)));
    Event removed = append(chat, 2, ANN, Action.REMOVED);
    memberships.stored(chat, Entry.of(removed), false);
    assertThat(memberships.stillAdmits(chat, person(ANN))).isFalse();
    assertThat(heard.get(heard.size() - 1).people()).isEmpty();
  }

  @Test
  void whatWasLostIsReadWhenTheControlLogTellsOfIt() throws Exception {
    append(chat, 1, ANN, Action.ADDED);
    await(memberships.admit(chat, person(ANN)));
    append(chat, 2, ANN, Action.REMOVED);
    await(memberships.reaches(chat, 2, false));
    assertThat(memberships.stillAdmits(chat, person(ANN))).isFalse();
  }

  @Test
  void chatOfWhichNothingIsKnownIsReadForItsReadersAlone() throws Exception {
    append(chat, 1, ANN, Action.ADDED);
    append(chat, 2, ANN, Action.REMOVED);
    await(memberships.reaches(chat, 2, false));
    assertThat(heard).isEmpty();
    await(memberships.reaches(chat, 2, true));
    assertThat(heard).hasSize(1);
  }

  @Test
  void failedReadIsToldAndDoesNotLast() throws Exception {
    gate = Future.failedFuture("away");
    assertThatThrownBy(() -> await(memberships.reaches(chat, 1, true))).hasMessage("away");
    gate = Future.succeededFuture();
    append(chat, 1, ANN, Action.ADDED);
    await(memberships.admit(chat, person(ANN)));
  }

  @Test
  void fewerLargeChatsAreKept() throws Exception {
    for (int i = 0; i < 8; i++) {
      ChatId large = new ChatId(Frames.newChatId());
      for (int member = 1; member <= 15; member++) {
        append(large, member, "p" + member + "@x.example", Action.ADDED);
      }
      await(memberships.latest(large));
      assertThat(memberships.people()).isBetween(15, 40);
    }
  }
}
