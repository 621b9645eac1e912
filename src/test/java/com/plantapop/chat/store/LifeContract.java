package com.plantapop.chat.store;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.key;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.Samples.run;
import static com.plantapop.chat.store.StoreSubject.assertRefused;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Where answers arrive, and what closing and opening again mean. */
interface LifeContract extends StoreSubject {
  Vertx vertx();

  /** Closes the store and opens it again; {@link #store} is the new one then. */
  void reopen() throws Exception;

  @Test
  default void answersOnTheContextOfTheCaller() {
    Address log = newLog();
    List<Supplier<Future<?>>> calls =
        List.of(
            () -> store().append(List.of(run(log, event(1, "a")))).get(0),
            () -> store().readAfter(log, 0, 1, 1),
            () -> store().readAfter(log, 1, 1, 1),
            () -> store().readBefore(log, 9, 1, 1),
            () -> store().heads(List.of(log)),
            () -> store().existing(List.of(new Position(log, 1))),
            () -> store().first(log),
            () -> store().trim(log, 1),
            () -> store().find(log, List.of(key("a"))),
            () -> store().binding(log.chat()),
            () -> store().chat(UUID.randomUUID()),
            () -> store().bind(log.chat(), UUID.randomUUID()),
            () -> store().check());
    for (Supplier<Future<?>> call : calls) {
      Context context = vertx().getOrCreateContext();
      Promise<Context> answered = Promise.promise();
      context.runOnContext(
          turn -> call.get().onComplete(done -> answered.complete(Vertx.currentContext())));
      assertThat(await(answered.future())).isSameAs(context);
    }
  }

  @Test
  default void checksThatItCanWrite() {
    assertThat(await(store().check())).isNull();
  }

  @Test
  default void finishesWhatWasAcceptedBeforeItCloses() throws Exception {
    List<Address> logs = new ArrayList<>();
    List<Future<AppendResult>> appends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      logs.add(newLog());
      appends.add(store().append(List.of(run(logs.get(i), event(1, "a"), event(2, "b")))).get(0));
    }
    reopen();
    for (int i = 0; i < 100; i++) {
      assertThat(await(appends.get(i))).isEqualTo(new AppendResult(2, Map.of(), 2));
      assertThat(all(logs.get(i))).containsExactly(event(1, "a"), event(2, "b"));
    }
  }

  @Test
  default void refusesEverythingOnceClosed() {
    Address log = newLog();
    append(log, event(1, "a"));
    await(store().close());
    for (Future<?> late :
        List.of(
            store().append(List.of(run(log, event(2, "b")))).get(0),
            store().readAfter(log, 0, 1, 1),
            store().readAfter(log, 1, 1, 1),
            store().readBefore(log, 9, 1, 1),
            store().heads(List.of(log)),
            store().existing(List.of(new Position(log, 1))),
            store().find(log, List.of(key("a"))),
            store().binding(log.chat()),
            store().chat(UUID.randomUUID()),
            store().bind(log.chat(), UUID.randomUUID()),
            store().check())) {
      assertRefused(Refusal.Code.UNAVAILABLE, late);
    }
  }

  @Test
  default void closesTwice() {
    Future<Void> first = store().close();
    Future<Void> second = store().close();
    await(first);
    await(second);
    await(store().close());
  }

  @Test
  default void keepsEverythingWhenOpenedAgain() throws Exception {
    Address log = newLog();
    UUID chatId = UUID.randomUUID();
    append(log, events(1, 3));
    await(store().bind(log.chat(), chatId));
    reopen();
    assertThat(head(log)).isEqualTo(3);
    assertThat(all(log)).isEqualTo(events(1, 3));
    assertThat(await(store().binding(log.chat()))).contains(chatId);
    assertThat(await(store().bind(newLog().chat(), chatId))).isEmpty();
    AppendResult refused = append(log, event(4, "e2"), event(5, "new"));
    assertThat(refused.head()).isEqualTo(3);
    assertThat(refused.duplicates()).isEqualTo(Map.of(key("e2"), event(2, "e2")));
    assertThat(append(log, events(4, 5)).appended()).isEqualTo(2);
  }

  @Test
  default void hasOneSecretWhileItIsOpen() {
    String secret = await(store().secret());
    assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
    assertThat(await(store().secret())).isEqualTo(secret);
  }
}
