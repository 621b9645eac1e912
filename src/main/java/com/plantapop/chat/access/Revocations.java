package com.plantapop.chat.access;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which tokens are good no more, as far as this node has heard: all that stands in the revocations
 * log, which is read from its beginning when the node starts and followed from then on. Any thread.
 */
public final class Revocations {
  private static final int PAGE_EVENTS = 1_000;
  private static final int PAGE_BYTES = 1 << 20;

  private final EventStore store;
  private final Map<String, Instant> bySubject = new ConcurrentHashMap<>();
  private final Set<String> tokenIds = ConcurrentHashMap.newKeySet();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant ofAll = Instant.MIN;

  /** Reads one after the other: each begins where the one before has ended. */
  private Future<Long> position = Future.succeededFuture(0L);

  public Revocations(EventStore store) {
    this.store = store;
  }

  /** Completes when all that was revoked before is known; fails when the store cannot tell. */
  public Future<Void> open() {
    return follow(Long.MAX_VALUE).mapEmpty();
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
    listeners.forEach(Runnable::run);
    return page.get(page.size() - 1).seq();
  }

  private void take(Revocation revocation) {
    if (revocation.tokenId().isPresent()) {
      tokenIds.add(revocation.tokenId().get());
    } else if (revocation.subject().isPresent()) {
      bySubject.merge(revocation.subject().get(), revocation.issuedBefore(), Revocations::later);
    } else {
      ofAll = later(ofAll, revocation.issuedBefore());
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Whether the token that made this caller known is good no more. */
  public boolean isRevoked(Caller caller) {
    return caller.issuedAt().isBefore(ofAll)
        || (!bySubject.isEmpty()
            && caller.issuedAt().isBefore(bySubject.getOrDefault(caller.subject(), Instant.MIN)))
        || (!tokenIds.isEmpty() && caller.tokenId().filter(tokenIds::contains).isPresent());
  }
}
