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
import java.util.function.Function;

/** Reads logs. Any thread. */
final class LogReader {
  private static final int HEADS_AT_A_TIME = 8;

  private final MongoRequests requests;
  private final KnownHeads heads;

  LogReader(MongoRequests requests, KnownHeads heads) {
    this.requests = requests;
    this.heads = heads;
  }

  Future<List<Event>> after(Address address, long after, int limit, int maxBytes) {
    return after == Long.MAX_VALUE
        ? Future.succeededFuture(List.of())
        : new Paging(requests, address, true, after, limit, maxBytes).read();
  }

  Future<List<Event>> before(Address address, long before, int limit, int maxBytes) {
    return before <= 1
        ? Future.succeededFuture(List.of())
        : new Paging(requests, address, false, before, limit, maxBytes).read();
  }

  /**
   * One query each, which reads one entry of an index on every engine, a few at a time so that
   * others get their turn. An aggregation over all of them would walk whole logs.
   */
  Future<Map<Address, Long>> heads(Collection<Address> addresses) {
    Map<Address, Long> found = new HashMap<>();
    return inParts(
            addresses.stream().distinct().toList(), HEADS_AT_A_TIME, this::eachHead, found::putAll)
        .map(done -> found);
  }

  private Future<List<Map<Address, Long>>> eachHead(List<Address> some) {
    return Future.join(some.stream().map(log -> head(log).map(head -> Map.of(log, head))).toList())
        .map(all -> all.list());
  }

  /**
   * The last number of a log, the last of it in the index of {@code _id}. Not less than is known
   * already: a new primary may for a moment not know how far its majority is.
   */
  Future<Long> head(Address address) {
    FindOptions last = byId(onlyId()).setSort(descending()).setLimit(1);
    return requests
        .find(Names.EVENTS, Names.wholeLog(address), last, 1)
        .map(found -> head(address, found));
  }

  Future<Long> first(Address address) {
    FindOptions first = byId(onlyId()).setSort(ascending()).setLimit(1);
    return requests
        .find(Names.EVENTS, Names.wholeLog(address), first, 1)
        .map(found -> found.isEmpty() ? 1 : Names.seq(found.get(0).getString(Names.ID)));
  }

  private long head(Address address, List<JsonObject> found) {
    if (!found.isEmpty()) {
      heads.seen(address, Names.seq(found.get(0).getString(Names.ID)));
    }
    return heads.get(address);
  }

  /** Those of the positions where there is an event; what is known already is not asked again. */
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
    return inParts(
            List.copyOf(unknown.values()),
            EventStore.POSITIONS_PER_QUERY,
            some -> requests.find(Names.EVENTS, Names.positions(some), byId(onlyId()), some.size()),
            there -> keep(unknown.get(there.getString(Names.ID)), found))
        .map(done -> found);
  }

  private void keep(Position position, Set<Position> found) {
    heads.seen(position.address(), position.seq());
    found.add(position);
  }

  Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    Map<EventKey, Event> found = new HashMap<>();
    FindOptions options = new FindOptions().setFields(Documents.projection());
    return inParts(
            keys.stream().map(key -> Names.key(address, key)).toList(),
            EventStore.POSITIONS_PER_QUERY,
            some -> requests.find(Names.EVENTS, Names.keys(address, some), options, some.size()),
            there -> keep(Documents.event(address, there), found))
        .map(done -> found);
  }

  private static void keep(Event event, Map<EventKey, Event> found) {
    found.put(event.key(), event);
  }

  /** Hands over each thing found for one of the values, so many of them at a time. */
  private static <T, F> Future<Void> inParts(
      List<T> values, int most, Function<List<T>, Future<List<F>>> find, Consumer<F> each) {
    if (values.isEmpty()) {
      return Future.succeededFuture();
    }
    int some = Math.min(values.size(), most);
    return find.apply(values.subList(0, some))
        .map(found -> hand(found, each))
        .compose(told -> inParts(values.subList(some, values.size()), most, find, each));
  }

  /** Within the future: a document that cannot be read fails it. */
  private static <F> Void hand(List<F> found, Consumer<F> each) {
    found.forEach(each);
    return null;
  }

  /**
   * By the index of {@code _id}, whatever the server thinks: those that begin with the address look
   * as good to it where logs are short, and would walk the whole of a long one.
   */
  static FindOptions byId(JsonObject fields) {
    return new FindOptions().setFields(fields).setHint(ascending());
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
