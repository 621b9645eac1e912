package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Gap;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One address on this node, and its order.
 *
 * <p>The bus may lose, repeat and reorder. An event that does not follow the position waits in the
 * {@link Gap} while the log is read from there; the log has it, because an event is published only
 * after the store has it, and never without those before it. Touched on one event loop only.
 */
final class Topic {
  private static final long RETRY_MS = 500;
  private static final int MAX_HELD = 1024;
  private static final long MAX_HELD_BYTES = 256 << 10;

  private final Hub hub;
  private final PositionLookup lookup;
  private final ContextInternal context;
  private final Address address;
  private final Future<Void> begun;

  /** Who has asked to join and has not left, whether or not the start has come so far. */
  private final Set<LocalTopic> members = new HashSet<>();

  private final List<LocalTopic> locals = new ArrayList<>();
  private final Gap<Entry> gap =
      new Gap<>(MAX_HELD, MAX_HELD_BYTES, entry -> entry.payload().size());
  private List<Entry> ready = new ArrayList<>();
  private long position;
  private long askedReach;
  private boolean reading;
  private boolean closed;

  /**
   * The shard knows it before the head is asked for, so nothing falls between.
   *
   * @param since where its first reader resumes, if it does: the head, as a rule
   */
  Topic(
      Hub hub,
      ContextInternal context,
      PositionLookup lookup,
      Address address,
      OptionalLong since) {
    this.hub = hub;
    this.lookup = lookup;
    this.context = context;
    this.address = address;
    reading = true;
    // Composed from the first step on: what is thrown must reach who asked.
    begun =
        Future.succeededFuture().compose(asked -> lookup.head(address, since)).map(this::startAt);
  }

  Address address() {
    return address;
  }

  private Void startAt(long head) {
    position = head;
    hub.headSeen().accept(address, position);
    reading = false;
    advance();
    return null;
  }

  /** Completes {@code joined} with the number that deliveries to {@code local} follow. */
  Future<Void> join(LocalTopic local, Promise<Long> joined) {
    members.add(local);
    return begun.onSuccess(running -> add(local, joined)).onFailure(joined::fail);
  }

  /** What is ready but not yet delivered goes to those who were here before. */
  private void add(LocalTopic local, Promise<Long> joined) {
    if (!members.contains(local)) {
      joined.fail("left before it had joined");
      return;
    }
    deliverReady();
    locals.add(local);
    joined.complete(position);
  }

  /**
   * Returns whether the last one has left. One who never joined here, because the topic that it
   * joined could not start, takes nobody else's topic away.
   */
  boolean leave(LocalTopic local) {
    locals.remove(local);
    return members.remove(local) && members.isEmpty();
  }

  void close() {
    closed = true;
  }

  /** An event of the log, in any order. */
  void hold(Entry entry) {
    if (entry.seq() == position + 1 && !reading && !closed) {
      follow(entry);
    } else {
      gap.hold(entry.seq(), entry);
    }
    advance();
  }

  /** Something may be lost that came into the log after the head was read, if it was. */
  void checkOnceBegun() {
    if (!begun.isComplete()) {
      begun.onSuccess(running -> check());
    }
  }

  /** Together with all others that begin: thousands do when a node has died. */
  private void check() {
    Position next = new Position(address, position + 1);
    lookup
        .existing(List.of(next))
        .onSuccess(found -> logReaches(found.contains(next) ? next.seq() : 0));
  }

  /** Where the next event will lie; nothing before the start. */
  Optional<Position> next() {
    return begun.succeeded() ? Optional.of(new Position(address, position + 1)) : Optional.empty();
  }

  /** The log is said to have this number: more than we were told means a lost message. */
  void logReaches(long head) {
    gap.reaches(head);
    advance();
  }

  private void advance() {
    if (reading || closed) {
      return;
    }
    for (Entry next = gap.next(position); next != null; next = gap.next(position)) {
      follow(next);
    }
    if (gap.isOpen(position)) {
      reading = true;
      askedReach = gap.reach();
      hub.metrics().gapFound();
      hub.store()
          .readAfter(address, position, hub.settings().pageEvents(), hub.settings().pageBytes())
          .onComplete(this::fill);
    }
  }

  private void follow(Entry entry) {
    position = entry.seq();
    if (ready.isEmpty()) {
      context.runOnContext(turn -> deliverReady());
    }
    ready.add(entry);
  }

  private void fill(AsyncResult<List<Event>> page) {
    if (Refusal.isGone(page.cause())) {
      hub.ended(address, (Refusal) page.cause());
      return;
    }
    if (page.failed()) {
      context.timer(RETRY_MS, TimeUnit.MILLISECONDS).onSuccess(passed -> retry());
      return;
    }
    reading = false;
    hub.metrics().gapFilled(page.result().size());
    if (page.result().isEmpty()) {
      gap.deny(askedReach);
    } else {
      // What was trimmed does not come: each reader finds out for itself whether it missed it.
      position = Math.max(position, page.result().get(0).seq() - 1);
    }
    for (Event event : page.result()) {
      if (event.seq() == position + 1) {
        follow(Entry.of(event));
      }
    }
    hub.headSeen().accept(address, position);
    if (isFull(page.result())) {
      // Whoever said that something follows knew of one event only.
      gap.reaches(position + 1);
    }
    advance();
  }

  private boolean isFull(List<Event> page) {
    int bytes = page.stream().mapToInt(event -> event.payload().size()).sum();
    return page.size() >= hub.settings().pageEvents() || bytes >= hub.settings().pageBytes();
  }

  private void retry() {
    reading = false;
    advance();
  }

  /** Everything that became ready in one turn of the loop leaves together, in bounded pieces. */
  private void deliverReady() {
    List<Entry> entries = ready;
    ready = new ArrayList<>();
    int from = 0;
    while (from < entries.size()) {
      int to = Pages.end(entries, from, hub.settings().pageEvents(), hub.settings().pageBytes());
      deliver(entries.subList(from, to));
      from = to;
    }
  }

  private void deliver(List<Entry> entries) {
    if (!locals.isEmpty()) {
      Delivery delivery = new Delivery(entries, locals.size());
      locals.forEach(local -> local.submit(delivery));
    }
  }
}
