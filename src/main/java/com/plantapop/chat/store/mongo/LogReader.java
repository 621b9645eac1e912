package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.EventMeta;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.FindOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

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
    return Future.join(some.stream().map(this::headUnlessEnded).toList()).map(all -> all.list());
  }

  private Future<Map<Address, Long>> headUnlessEnded(Address log) {
    return last(log)
        .map(
            last ->
                last.filter(Names::isGrave).isPresent() ? Map.of() : Map.of(log, seen(log, last)));
  }

  /**
   * The last number of a log, the last of it in the index of {@code _id}. Not less than is known
   * already: a new primary may for a moment not know how far its majority is. Fails with a Refusal
   * (410) when the log has ended.
   */
  Future<Long> head(Address address) {
    return last(address).map(last -> requireOpen(address, last));
  }

  /** Where the grave of a log is that has ended. */
  Future<Optional<Long>> end(Address address) {
    return last(address)
        .map(
            last -> last.filter(Names::isGrave).map(grave -> Names.seq(grave.getString(Names.ID))));
  }

  private Future<Optional<JsonObject>> last(Address address) {
    FindOptions last = byId(idAndKey()).setSort(descending()).setLimit(1);
    return requests
        .find(Names.EVENTS, Names.wholeLog(address), last, 1)
        .map(found -> found.stream().findFirst());
  }

  private long requireOpen(Address address, Optional<JsonObject> last) {
    if (last.filter(Names::isGrave).isPresent()) {
      throw StoreRefusals.gone();
    }
    return seen(address, last);
  }

  private long seen(Address address, Optional<JsonObject> last) {
    last.ifPresent(there -> heads.seen(address, Names.seq(there.getString(Names.ID))));
    return heads.get(address);
  }

  Future<Long> first(Address address) {
    FindOptions first = byId(onlyId()).setSort(ascending()).setLimit(1);
    return requests
        .find(Names.EVENTS, Names.wholeLog(address), first, 1)
        .map(found -> found.isEmpty() ? 1 : Names.seq(found.get(0).getString(Names.ID)));
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
            some ->
                requests.find(Names.EVENTS, Names.positions(some), byId(idAndKey()), some.size()),
            there -> keep(unknown.get(there.getString(Names.ID)), there, found))
        .map(done -> found);
  }

  /** What nothing follows is not known as a head: nobody may write behind it. */
  private void keep(Position position, JsonObject there, Set<Position> found) {
    if (!Names.isGrave(there)) {
      heads.seen(position.address(), position.seq());
    }
    found.add(position);
  }

  /** The newest events without their payloads, the newest first; fails where it has ended. */
  Future<List<EventMeta>> newest(Address log, int limit) {
    FindOptions newest = byId(Documents.outlineProjection()).setSort(descending()).setLimit(limit);
    return requests
        .find(Names.EVENTS, Names.wholeLog(log), newest, limit)
        .map(found -> outlines(log, found));
  }

  private List<EventMeta> outlines(Address log, List<JsonObject> found) {
    List<EventMeta> newest = found.stream().map(each -> Documents.meta(log, each)).toList();
    newest.stream().findFirst().ifPresent(last -> heads.seen(log, last.seq()));
    return newest;
  }

  /** Looks for a grave beside: who finds nothing must know whether the log has ended. */
  Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    Map<EventKey, Event> found = new HashMap<>();
    FindOptions options = new FindOptions().setFields(Documents.projection());
    return inParts(
            Stream.concat(keys.stream(), Stream.of(EventKey.GRAVE))
                .map(key -> Names.key(address, key))
                .toList(),
            EventStore.POSITIONS_PER_QUERY,
            some -> requests.find(Names.EVENTS, Names.keys(address, some), options, some.size()),
            there -> keep(Documents.event(address, there), found))
        .map(done -> found);
  }

  private static void keep(Event event, Map<EventKey, Event> found) {
    found.put(event.key(), event);
  }

  /** Hands over each thing found for one of the values, so many of them at a time. */
  static <T, F> Future<Void> inParts(
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

  /** As {@link #byId}, for events of several logs by their keys. */
  static FindOptions byKey(JsonObject fields) {
    JsonObject index = new JsonObject().put(Names.ADDRESS, 1).put(Names.KEY, 1);
    return new FindOptions().setFields(fields).setHint(index);
  }

  static JsonObject ascending() {
    return new JsonObject().put(Names.ID, 1);
  }

  static JsonObject descending() {
    return new JsonObject().put(Names.ID, -1);
  }

  private static JsonObject idAndKey() {
    return onlyId().put(Names.KEY, 1);
  }

  private static JsonObject onlyId() {
    return new JsonObject().put(Names.ID, 1);
  }
}
