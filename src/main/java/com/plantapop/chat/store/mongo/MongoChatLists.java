package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.ChatLists;
import com.plantapop.chat.store.EventMeta;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.BulkOperation;
import io.vertx.ext.mongo.FindOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Lists of chats in MongoDB: a collection of entries, and queries that gather. Any thread. */
final class MongoChatLists implements ChatLists {
  /** Of one write or query. */
  private static final int AT_ONCE = EventStore.POSITIONS_PER_QUERY;

  private final MongoRequests requests;
  private final LogReader reader;
  private final Bounds bounds;

  /** Within what the store has under way, answered on the context of the caller. */
  interface Bounds {
    <T> Future<T> run(long weight, Supplier<Future<T>> work);
  }

  MongoChatLists(MongoRequests requests, LogReader reader, Bounds bounds) {
    this.requests = requests;
    this.reader = reader;
    this.bounds = bounds;
  }

  @Override
  public Future<Void> enter(Collection<ListEntry> entries) {
    List<BulkOperation> raises = entries.stream().map(MongoChatLists::raise).toList();
    return bounds.run(0, () -> write(raises));
  }

  private static BulkOperation raise(ListEntry entry) {
    return BulkOperation.createUpdate(
        ListEntries.id(entry.chat(), entry.person()), ListEntries.raise(entry), true, false);
  }

  private Future<Void> write(List<BulkOperation> changes) {
    return LogReader.inParts(
        changes,
        AT_ONCE,
        some -> requests.inAnyOrder(Names.LISTS, some).map(done -> List.of()),
        nothing -> {});
  }

  @Override
  public Future<Void> leave(ChatId chat, Collection<String> people, long seq) {
    List<BulkOperation> deletes =
        people.stream()
            .map(person -> BulkOperation.createDelete(ListEntries.upTo(chat, person, seq)))
            .toList();
    return bounds.run(0, () -> write(deletes));
  }

  @Override
  public Future<Void> forget(ChatId chat) {
    BulkOperation all = BulkOperation.createDelete(ListEntries.ofChat(chat)).setMulti(true);
    return bounds.run(0, () -> write(List.of(all)));
  }

  @Override
  public Future<List<ListEntry>> of(String person, Optional<ListEntry> after, int limit) {
    FindOptions newest =
        new FindOptions()
            .setSort(new JsonObject().put(Names.ORDER, -1))
            .setHint(new JsonObject().put(Names.ORDER, 1))
            .setLimit(limit);
    return bounds.run(
        0,
        () ->
            requests
                .find(Names.LISTS, ListEntries.of(person, after), newest, limit)
                .map(found -> found.stream().map(ListEntries::entry).toList()));
  }

  @Override
  public Future<List<EventMeta>> newest(Address log, int limit) {
    return bounds.run(0, () -> reader.newest(log, limit));
  }

  @Override
  public Future<Map<Position, Event>> at(Collection<Position> positions) {
    Map<String, Position> asked = new HashMap<>();
    positions.forEach(place -> asked.put(Names.id(place.address(), place.seq()), place));
    return bounds.run(0, () -> at(asked));
  }

  private Future<Map<Position, Event>> at(Map<String, Position> asked) {
    JsonObject fields = Documents.projection().put(Names.ID, 1);
    Map<Position, Event> found = new HashMap<>();
    return LogReader.inParts(
            List.copyOf(asked.values()),
            AT_ONCE,
            some ->
                requests.find(
                    Names.EVENTS, Names.positions(some), LogReader.byId(fields), some.size()),
            there -> keep(asked.get(there.getString(Names.ID)), there, found))
        .map(done -> found);
  }

  private static void keep(Position place, JsonObject there, Map<Position, Event> found) {
    if (!Documents.isGone(there)) {
      found.put(place, Documents.event(place.address(), there));
    }
  }

  @Override
  public Future<Map<Address, Set<EventKey>>> known(Map<Address, List<EventKey>> keys) {
    Map<String, Address> logs = new HashMap<>();
    keys.keySet().forEach(log -> logs.put(log.onBus(), log));
    List<LogKey> asked =
        keys.entrySet().stream()
            .flatMap(log -> log.getValue().stream().map(key -> new LogKey(log.getKey(), key)))
            .toList();
    return bounds.run(0, () -> known(logs, asked));
  }

  private record LogKey(Address log, EventKey key) {}

  private Future<Map<Address, Set<EventKey>>> known(Map<String, Address> logs, List<LogKey> asked) {
    JsonObject fields = new JsonObject().put(Names.ID, 0).put(Names.ADDRESS, 1).put(Names.KEY, 1);
    Map<Address, Set<EventKey>> found = new HashMap<>();
    return LogReader.inParts(
            asked,
            AT_ONCE,
            some -> requests.find(Names.EVENTS, query(some), LogReader.byKey(fields), some.size()),
            there -> keep(logs.get(there.getString(Names.ADDRESS)), there, found))
        .map(done -> found);
  }

  private static JsonObject query(List<LogKey> some) {
    List<String> logs = some.stream().map(each -> each.log().onBus()).distinct().toList();
    List<String> keys = some.stream().map(each -> Names.key(each.log(), each.key())).toList();
    return new JsonObject().put(Names.ADDRESS, Names.oneOf(logs)).put(Names.KEY, Names.oneOf(keys));
  }

  private static void keep(Address log, JsonObject there, Map<Address, Set<EventKey>> found) {
    found
        .computeIfAbsent(log, same -> new HashSet<>())
        .add(Names.eventKey(log, there.getString(Names.KEY)));
  }

  @Override
  public Future<Map<ChatId, UUID>> bindings(Collection<ChatId> chats) {
    List<String> all = chats.stream().map(ChatId::hex).distinct().toList();
    return bounds.run(0, () -> bindings(all));
  }

  private Future<Map<ChatId, UUID>> bindings(List<String> chats) {
    Map<ChatId, UUID> found = new HashMap<>();
    return LogReader.inParts(
            chats,
            AT_ONCE,
            some ->
                requests.find(
                    Names.CHATS,
                    new JsonObject().put(Names.ID, Names.oneOf(some)),
                    new FindOptions(),
                    some.size()),
            there -> found.put(Bindings.chat(there), Bindings.chatId(there)))
        .map(done -> found);
  }
}
