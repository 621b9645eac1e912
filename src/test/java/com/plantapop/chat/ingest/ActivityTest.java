package com.plantapop.chat.ingest;

import static com.plantapop.chat.support.Callers.person;
import static com.plantapop.chat.support.Callers.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.ListEntry;
import com.plantapop.chat.store.StoreRefusals;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.DisturbedStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When somebody said something, as lists of chats are told: beside everything else. */
@Timeout(60)
class ActivityTest {
  private static final String ANN = "ann@example.com";
  private static final Caller SENDER = person(ANN);

  @TempDir private Path data;
  private final ChatId chat = new ChatId("0123456789abcdef01234567");
  private final Address log = Address.messages(chat);
  private final AtomicInteger notes = new AtomicInteger();
  private LoneIngest ingest;

  private void start(Function<String, Future<?>> gate) throws Exception {
    ingest = new LoneIngest(data, 10, DisturbedStore.withListsAfter(gate));
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  private Acknowledgement submit(Caller caller) throws Exception {
    return LoneIngest.await(ingest.submit(caller, log, "{}"));
  }

  private List<ListEntry> entries() throws Exception {
    return LoneIngest.await(ingest.store().lists().of(ANN, Optional.empty(), 9));
  }

  private Future<?> count(String method) {
    if (method.equals("enter")) {
      notes.incrementAndGet();
    }
    return Future.succeededFuture();
  }

  @Test
  void isNotedForMembersAndNotAgainForTenSeconds() throws Exception {
    start(this::count);
    ingest.add(chat, ANN);
    Instant added = entries().get(0).activity();
    Await.until("a later millisecond", () -> Instant.now().toEpochMilli() > added.toEpochMilli());
    Instant said = submit(service("shop")).acceptedAt();
    Await.until("it is noted", () -> entries().get(0).activity().equals(said));
    long begun = System.nanoTime();
    Instant last = said;
    for (int i = 0; i < 9; i++) {
      last = submit(SENDER).acceptedAt();
    }
    assertThat(notes).as("once when added, once when said").hasValue(2);
    Instant newest = last;
    Await.until("the last is noted", () -> entries().get(0).activity().equals(newest));
    assertThat(System.nanoTime() - begun).isGreaterThan(8_000_000_000L);
    assertThat(notes).hasValue(3);
  }

  @Test
  void nobodyWaitsForANote() throws Exception {
    Promise<Void> never = Promise.promise();
    AtomicInteger entered = new AtomicInteger();
    start(
        method ->
            method.equals("enter") && entered.getAndIncrement() > 0
                ? never.future()
                : Future.succeededFuture());
    ingest.add(chat, ANN);
    for (int i = 1; i <= 3; i++) {
      assertThat(submit(SENDER).seq()).isEqualTo(i);
    }
    assertThat(entered).hasValue(2);
  }

  @Test
  void nobodyIsRefusedForANoteThatFails() throws Exception {
    AtomicInteger entered = new AtomicInteger();
    Refusal away = StoreRefusals.away();
    start(
        method ->
            method.equals("enter") && entered.getAndIncrement() > 0
                ? Future.failedFuture(away)
                : Future.succeededFuture());
    ingest.add(chat, ANN);
    assertThat(submit(SENDER).seq()).isEqualTo(1);
    Await.until("it was tried", () -> entered.get() > 1);
    assertThat(submit(SENDER).seq()).isEqualTo(2);
  }

  /** A chat that is older than lists. */
  @Test
  void makesTheEntryThatIsMissing() throws Exception {
    start(this::count);
    ingest.add(chat, ANN);
    LoneIngest.await(ingest.store().lists().forget(chat));
    submit(SENDER);
    Await.until("it is made", () -> entries().size() == 1);
    assertThat(entries().get(0).seq()).isEqualTo(1);
  }
}
