package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * Pages of the past (design section 4). Fails with a Refusal: 403 for who may not read the chat,
 * 410 when it was deleted, 503 at the deadline.
 */
public final class History {
  /** A page ends after the event that brings it to this many bytes, whatever the limit says. */
  private static final int MAX_PAGE_BYTES = 1 << 20;

  private final Hub hub;
  private final EventStore store;
  private final PageReads pages;

  History(Hub hub, PageReads pages) {
    this.hub = hub;
    this.store = hub.store();
    this.pages = pages;
  }

  /**
   * A page and where the log begins and ends.
   *
   * @param entries ascending
   * @param first the number of the log's first event, never more than that of an entry; 1 also when
   *     there is none
   * @param head the number of the log's last event, never less than that of an entry
   */
  public record Page(List<Entry> entries, long first, long head) {}

  /** The events after a number, oldest first. */
  public Future<Page> after(
      Caller caller, Address address, long seq, int limit, Deadline deadline) {
    return page(
        caller, address, () -> store.readAfter(address, seq, limit, MAX_PAGE_BYTES), deadline);
  }

  /** The newest events before a number; {@code Long.MAX_VALUE} for the newest of all. */
  public Future<Page> before(
      Caller caller, Address address, long seq, int limit, Deadline deadline) {
    return page(
        caller, address, () -> store.readBefore(address, seq, limit, MAX_PAGE_BYTES), deadline);
  }

  private Future<Page> page(
      Caller caller, Address address, Supplier<Future<List<Event>>> read, Deadline deadline) {
    return InTime.answer(
        deadline,
        hub.admit(caller, address.chat())
            .compose(admitted -> pages.read(MAX_PAGE_BYTES, read))
            .compose(events -> withEnds(address, events)));
  }

  private Future<Page> withEnds(Address address, List<Event> events) {
    List<Entry> entries = events.stream().map(Entry::of).toList();
    Future<Long> head = store.head(address);
    Future<Long> first = first(address, events);
    return Future.join(head, first).map(both -> page(entries, first.result(), head.result()));
  }

  /** Head and page are two reads, which may be answered by servers that do not know as much. */
  private static Page page(List<Entry> entries, long first, long head) {
    long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).seq();
    return new Page(entries, first, Math.max(head, last));
  }

  /** Asked for only where the page does not tell. A trim meanwhile must not contradict it. */
  private Future<Long> first(Address address, List<Event> events) {
    long least = events.isEmpty() ? Long.MAX_VALUE : events.get(0).seq();
    return least == 1
        ? Future.succeededFuture(1L)
        : store.first(address).map(first -> Math.min(first, least));
  }
}
