package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** Pages of the past (design section 4). Fails with a Refusal, 503 at the deadline. */
public final class History {
  /** A page ends after the event that brings it to this many bytes, whatever the limit says. */
  private static final int MAX_PAGE_BYTES = 1 << 20;

  private final EventStore store;
  private final PageReads pages;

  History(EventStore store, PageReads pages) {
    this.store = store;
    this.pages = pages;
  }

  /**
   * A page and where the log ends.
   *
   * @param entries ascending
   * @param head the number of the log's last event, never less than that of an entry
   */
  public record Page(List<Entry> entries, long head) {}

  /** The events after a number, oldest first. */
  public Future<Page> after(Address address, long seq, int limit, Deadline deadline) {
    return page(address, () -> store.readAfter(address, seq, limit, MAX_PAGE_BYTES), deadline);
  }

  /** The newest events before a number; {@code Long.MAX_VALUE} for the newest of all. */
  public Future<Page> before(Address address, long seq, int limit, Deadline deadline) {
    return page(address, () -> store.readBefore(address, seq, limit, MAX_PAGE_BYTES), deadline);
  }

  private Future<Page> page(
      Address address, Supplier<Future<List<Event>>> read, Deadline deadline) {
    return InTime.answer(
        deadline, pages.read(MAX_PAGE_BYTES, read).compose(events -> withHead(address, events)));
  }

  private Future<Page> withHead(Address address, List<Event> events) {
    List<Entry> entries = events.stream().map(Entry::of).toList();
    return store.heads(List.of(address)).map(heads -> new Page(entries, heads.get(address)));
  }
}
