package com.plantapop.chat.access;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.metrics.AccessMetrics;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which tokens are good no more, as far as this node has heard: all that stands in the revocations
 * log, which is read from its beginning when the node starts and followed from then on. What means
 * no token any more that could be good is forgotten; at most as much again is kept. Any thread.
 */
public final class Revocations {
  private static final int PAGE_EVENTS = 1_000;
  private static final int PAGE_BYTES = 1 << 20;

  private final EventStore store;
  private final Optional<Duration> greatestAge;
  private final InstantSource clock;
  private final AccessMetrics metrics;

  /** With the times before which the tokens were issued that are meant. */
  private final Map<String, Instant> bySubject = new ConcurrentHashMap<>();

  private final Map<String, Instant> byTokenId = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant ofAll = Instant.MIN;
  private volatile boolean isOpen;

  /** Reads one after the other: each begins where the one before has ended. */
  private Future<Long> position = Future.succeededFuture(0L);

  /** How many are to be kept before it is looked whether some can be forgotten. */
  private int enough = PAGE_EVENTS;

  /**
   * @param greatestAge that a token may reach; empty: any
   */
  public Revocations(EventStore store, Optional<Duration> greatestAge, AccessMetrics metrics) {
    this(store, greatestAge, metrics, InstantSource.system());
  }

  Revocations(
      EventStore store,
      Optional<Duration> greatestAge,
      AccessMetrics metrics,
      InstantSource clock) {
    this.metrics = metrics;
    this.store = store;
    this.greatestAge = greatestAge;
    this.clock = clock;
  }

  /** Completes when all that was revoked before is known; fails when the store cannot tell. */
  public Future<Void> open() {
    return follow(Long.MAX_VALUE).onSuccess(known -> isOpen = true).mapEmpty();
  }

  /** Calls {@code changed}, on any thread, after every change; whoever it ends must go. */
  public void onChange(Runnable changed) {
    listeners.add(changed);
  }

  /** The log has this number; completes when it is known. Fails when the store cannot tell. */
  public Future<Void> reaches(long seq) {
    return follow(seq).mapEmpty();
  }

  private synchronized Future<Long> follow(long seq) {
    Future<Long> before = position;
    Future<Long> read = before.compose(known -> known >= seq ? before : readAfter(known));
    // Whoever asks next begins where this one did.
    position = read.recover(cause -> before);
    return read;
  }

  private Future<Long> readAfter(long known) {
    return store
        .readAfter(Address.REVOCATIONS, known, PAGE_EVENTS, PAGE_BYTES)
        .compose(page -> page.isEmpty() ? Future.succeededFuture(known) : readAfter(take(page)));
  }

  private long take(List<Event> page) {
    page.forEach(event -> take(Revocation.parse(event.payload())));
    if (size() > enough) {
      greatestAge.ifPresent(age -> forget(clock.instant().minus(age)));
      enough = Math.max(PAGE_EVENTS, 2 * size());
    }
    listeners.forEach(Runnable::run);
    if (isOpen) {
      page.forEach(event -> metrics.revoked(event.acceptedAt()));
    }
    return page.get(page.size() - 1).seq();
  }

  private void take(Revocation revocation) {
    if (revocation.tokenId().isPresent()) {
      byTokenId.put(revocation.tokenId().get(), revocation.issuedBefore());
    } else if (revocation.subject().isPresent()) {
      bySubject.merge(revocation.subject().get(), revocation.issuedBefore(), Revocations::later);
    } else {
      ofAll = later(ofAll, revocation.issuedBefore());
    }
  }

  /** Of one token it is not told when it was issued, but before it was revoked. */
  private void forget(Instant oldest) {
    bySubject.values().removeIf(oldest::isAfter);
    byTokenId.values().removeIf(oldest::isAfter);
  }

  /** How many are kept. */
  int size() {
    return bySubject.size() + byTokenId.size();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Whether the token that made this caller known is good no more. */
  public boolean isRevoked(Caller caller) {
    return caller.issuedAt().isBefore(ofAll)
        || (!bySubject.isEmpty()
            && caller.issuedAt().isBefore(bySubject.getOrDefault(caller.subject(), Instant.MIN)))
        || (!byTokenId.isEmpty() && caller.tokenId().filter(byTokenId::containsKey).isPresent());
  }
}
