package com.plantapop.chat.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.rocksdb.RocksEventStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node remembers of revoked tokens. */
class RevocationsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MANY = 2_500;

  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path data;
  private EventStore store;
  private long head;
  private Instant now = START;

  @BeforeEach
  void open() {
    store = RocksEventStore.open(vertx, data);
  }

  @AfterEach
  void close() {
    store.close().await();
    vertx.close().await();
  }

  private Revocations remembering(Optional<Duration> greatestAge) throws Exception {
    Revocations revocations =
        new Revocations(store, greatestAge, NodeMetrics.off().access(), () -> now);
    revocations.open().await(20, TimeUnit.SECONDS);
    return revocations;
  }

  private void append(List<Revocation> revocations) throws Exception {
    List<Event> events = new ArrayList<>();
    for (Revocation revocation : revocations) {
      events.add(new Event(++head, EventKey.random(), now, revocation.payload()));
    }
    store.append(List.of(new Run(Address.REVOCATIONS, events))).get(0).await(20, TimeUnit.SECONDS);
  }

  /** Half of them by token, half by subject, as of now. */
  private List<Revocation> many(String prefix) {
    return IntStream.range(0, MANY)
        .mapToObj(i -> i % 2 == 0 ? ofToken(prefix + i) : ofSubject(prefix + i))
        .toList();
  }

  private Revocation ofToken(String id) {
    return new Revocation(Optional.empty(), Optional.of(id), now);
  }

  private Revocation ofSubject(String subject) {
    return new Revocation(Optional.of(subject), Optional.empty(), now);
  }

  private static Caller caller(String subject, String tokenId, Instant issued) {
    return new Caller(
        Caller.Kind.SERVICE,
        subject,
        Optional.empty(),
        List.of(),
        issued,
        Instant.MAX,
        Optional.of(tokenId));
  }

  private static boolean knows(Revocations revocations, String prefix) {
    boolean token = revocations.isRevoked(caller("x", prefix + 0, START));
    boolean subject = revocations.isRevoked(caller(prefix + 1, "x", START.minusSeconds(1)));
    assertThat(token).isEqualTo(subject);
    return token;
  }

  @Test
  void whatMeansNoGoodTokenAnyMoreIsForgotten() throws Exception {
    append(many("old-"));
    Revocations revocations = remembering(Optional.of(DAY));
    now = START.plus(DAY);
    append(many("young-"));
    revocations.reaches(head).await(20, TimeUnit.SECONDS);
    assertThat(knows(revocations, "old-")).as("at the last moment").isTrue();

    now = START.plus(DAY).plusMillis(1);
    append(many("younger-"));
    append(many("youngest-"));
    revocations.reaches(head).await(20, TimeUnit.SECONDS);
    assertThat(knows(revocations, "old-")).isFalse();
    assertThat(knows(revocations, "young-")).isTrue();
    assertThat(knows(revocations, "youngest-")).isTrue();
    assertThat(revocations.size()).isEqualTo(3 * MANY);
  }

  @Test
  void nothingIsForgottenWhereNobodySaysHowLongTokensLast() throws Exception {
    append(many("old-"));
    now = START.plus(Duration.ofDays(3_650));
    append(many("young-"));
    append(many("youngest-"));
    Revocations revocations = remembering(Optional.empty());
    assertThat(knows(revocations, "old-")).isTrue();
    assertThat(revocations.size()).isEqualTo(3 * MANY);
  }

  @Test
  void nodeThatStartsKeepsNoMoreThanItNeeds() throws Exception {
    for (int day = 0; day < 8; day++) {
      append(many("day" + day + "-"));
      now = now.plus(DAY).plusMillis(1);
    }
    append(many("today-"));
    Revocations revocations = remembering(Optional.of(DAY));
    assertThat(knows(revocations, "today-")).isTrue();
    assertThat(revocations.size()).isLessThanOrEqualTo(2 * MANY + 2_000);
  }
}
