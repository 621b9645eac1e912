package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads logs. Any thread. */
final class Reader {
  private static final int KEYS_PER_QUERY = 256;

  private final Finder finder;
  private final KnownHeads heads;

  Reader(Finder finder, KnownHeads heads) {
    this.finder = finder;
    this.heads = heads;
  }

  Future<List<Event>> after(Address address, long after, int limit, int maxBytes) {
    return after == Long.MAX_VALUE
        ? Future.succeededFuture(List.of())
        : new Paging(finder, address, true, after, limit, maxBytes).read();
  }

  Future<List<Event>> before(Address address, long before, int limit, int maxBytes) {
    return before <= 1
        ? Future.succeededFuture(List.of())
        : new Paging(finder, address, false, before, limit, maxBytes).read();
  }

  Future<Map<Address, Long>> heads(Collection<Address> addresses) {
    return new HeadSweep(this, addresses).read();
  }

  /**
   * The last number of a log, found in the {@code _id} index alone. Not less than is known already:
   * a new primary may for a moment not know how far its majority is.
   */
  Future<Long> head(Address address) {
    FindOptions last = new FindOptions().setFields(onlyId()).setSort(descending()).setLimit(1);
    return finder
        .find(Names.EVENTS, Names.wholeLog(address), last, 1)
        .map(found -> head(address, found));
  }

  private long head(Address address, List<JsonObject> found) {
    if (!found.isEmpty()) {
      heads.seen(address, Names.seq(found.get(0).getString(Names.ID)));
    }
    return heads.get(address);
  }

  /** Those of the places where there is an event; what is known already is not asked again. */
  Future<Set<Position>> existing(List<Position> positions) {
    Set<Position> found = new HashSet<>();
    Map<String, Position> unknown = new HashMap<>();
    for (Position position : positions) {
      if (position.seq() > 0 && position.seq() <= heads.get(position.address())) {
        found.add(position);
      } else {
        unknown.put(Names.id(position.address(), position.seq()), position);
      }
    }
    return existingFrom(List.copyOf(unknown.keySet()), 0, unknown, found);
  }

  private Future<Set<Position>> existingFrom(
      List<String> ids, int from, Map<String, Position> positions, Set<Position> found) {
    if (from >= ids.size()) {
      return Future.succeededFuture(found);
    }
    int to = Math.min(ids.size(), from + EventStore.POSITIONS_PER_QUERY);
    FindOptions options = new FindOptions().setFields(onlyId());
    return finder
        .find(Names.EVENTS, Finder.oneOf(Names.ID, ids.subList(from, to)), options, to - from)
        .map(documents -> keepPositions(documents, positions, found))
        .compose(soFar -> existingFrom(ids, to, positions, soFar));
  }

  private Set<Position> keepPositions(
      List<JsonObject> documents, Map<String, Position> positions, Set<Position> found) {
    for (JsonObject document : documents) {
      Position position = positions.get(document.getString(Names.ID));
      heads.seen(position.address(), position.seq());
      found.add(position);
    }
    return found;
  }

  Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    return findFrom(address, List.copyOf(keys), 0, new HashMap<>());
  }

  private Future<Map<EventKey, Event>> findFrom(
      Address address, List<EventKey> keys, int from, Map<EventKey, Event> found) {
    if (from >= keys.size()) {
      return Future.succeededFuture(found);
    }
    int to = Math.min(keys.size(), from + KEYS_PER_QUERY);
    List<String> names =
        keys.subList(from, to).stream().map(key -> Names.key(address, key)).toList();
    FindOptions options = new FindOptions().setFields(Documents.projection());
    return finder
        .find(Names.EVENTS, Finder.oneOf(Names.KEY, names), options, names.size())
        .map(documents -> keep(address, documents, found))
        .compose(soFar -> findFrom(address, keys, to, soFar));
  }

  private static Map<EventKey, Event> keep(
      Address address, List<JsonObject> documents, Map<EventKey, Event> found) {
    for (JsonObject document : documents) {
      Event event = Documents.event(address, document);
      found.put(event.key(), event);
    }
    return found;
  }

  static JsonObject ascending() {
    return new JsonObject().put(Names.ID, 1);
  }

  static JsonObject descending() {
    return new JsonObject().put(Names.ID, -1);
  }

  private static JsonObject onlyId() {
    return new JsonObject().put(Names.ID, 1);
  }
}
