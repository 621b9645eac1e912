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
import java.util.function.Consumer;

/** Reads logs. Any thread. */
final class LogReader {
  private final Finder finder;
  private final KnownHeads heads;

  LogReader(Finder finder, KnownHeads heads) {
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
    return findAll(
            Names.ID, unknown.keySet(), onlyId(), there -> keep(unknown.get(id(there)), found))
        .map(done -> found);
  }

  private void keep(Position position, Set<Position> found) {
    heads.seen(position.address(), position.seq());
    found.add(position);
  }

  private static String id(JsonObject document) {
    return document.getString(Names.ID);
  }

  Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    Map<EventKey, Event> found = new HashMap<>();
    List<String> names = keys.stream().map(key -> Names.key(address, key)).toList();
    return findAll(Names.KEY, names, Documents.projection(), there -> keep(address, there, found))
        .map(done -> found);
  }

  private static void keep(Address address, JsonObject document, Map<EventKey, Event> found) {
    Event event = Documents.event(address, document);
    found.put(event.key(), event);
  }

  /** Hands over each event that has one of the values, so many of them in a query. */
  private Future<Void> findAll(
      String field, Collection<String> values, JsonObject fields, Consumer<JsonObject> each) {
    return findFrom(0, List.copyOf(values), field, fields, each);
  }

  private Future<Void> findFrom(
      int from, List<String> values, String field, JsonObject fields, Consumer<JsonObject> each) {
    if (from >= values.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(values.size(), from + EventStore.POSITIONS_PER_QUERY);
    List<String> some = values.subList(from, to);
    FindOptions options = new FindOptions().setFields(fields);
    return finder
        .find(Names.EVENTS, Finder.oneOf(field, some), options, some.size())
        .map(documents -> hand(documents, each))
        .compose(told -> findFrom(to, values, field, fields, each));
  }

  /** Within the future: a document that cannot be read fails it. */
  private static Void hand(List<JsonObject> documents, Consumer<JsonObject> each) {
    documents.forEach(each);
    return null;
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
