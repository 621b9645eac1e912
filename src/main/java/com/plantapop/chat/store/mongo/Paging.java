package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One read of a log, in queries of a few events each. A server counts events, not bytes: so that a
 * reader of a few bytes does not fetch megabytes, the first query is small and the next ones ask
 * for what should fit by the size of the events so far. At most {@link #MAX_PAGE} events beyond
 * those wanted are in memory.
 */
final class Paging {
  private static final int FIRST_PAGE = 64;

  private static final int MAX_PAGE = 256;

  private final MongoRequests requests;
  private final Address address;
  private final boolean forward;
  private final int limit;
  private final int maxBytes;
  private final List<Event> events = new ArrayList<>();
  private long cursor;
  private long bytes;

  Paging(
      MongoRequests requests,
      Address address,
      boolean forward,
      long cursor,
      int limit,
      int maxBytes) {
    this.requests = requests;
    this.address = address;
    this.forward = forward;
    this.cursor = cursor;
    this.limit = limit;
    this.maxBytes = maxBytes;
  }

  /** Ascending in either direction. Call once. */
  Future<List<Event>> read() {
    int page = page();
    FindOptions options =
        LogReader.byId(Documents.projection())
            .setSort(forward ? LogReader.ascending() : LogReader.descending())
            .setLimit(page);
    JsonObject query = forward ? Names.after(address, cursor) : Names.before(address, cursor);
    return requests
        .find(Names.EVENTS, query, options, page)
        .compose(found -> take(found) && found.size() == page ? read() : inOrder());
  }

  private int page() {
    long fitting = FIRST_PAGE;
    if (!events.isEmpty()) {
      long mean = Math.max(1, bytes / events.size());
      fitting = (maxBytes - bytes) / mean + 1;
    }
    return (int) Math.min(limit - events.size(), Math.min(MAX_PAGE, fitting));
  }

  /** Whether there is room for more. */
  private boolean take(List<JsonObject> found) {
    for (JsonObject document : found) {
      Event event = Documents.event(address, document);
      if (forward && !events.isEmpty() && event.seq() != cursor + 1) {
        // A trim has gone past us: what we have of the log is no more. Whoever reads looks by the
        // first number whether it has missed something.
        events.clear();
        bytes = 0;
      }
      events.add(event);
      bytes += event.payload().size();
      cursor = event.seq();
      if (bytes >= maxBytes) {
        return false;
      }
    }
    return events.size() < limit;
  }

  private Future<List<Event>> inOrder() {
    if (!forward) {
      Collections.reverse(events);
    }
    return Future.succeededFuture(events);
  }
}
