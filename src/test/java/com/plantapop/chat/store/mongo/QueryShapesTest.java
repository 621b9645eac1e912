package com.plantapop.chat.store.mongo;

import static com.plantapop.chat.store.Samples.event;
import static com.plantapop.chat.store.Samples.events;
import static com.plantapop.chat.store.Samples.newLog;
import static com.plantapop.chat.store.Samples.run;
import static com.plantapop.chat.store.StoreSubject.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.ChatLists;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.ListEntry;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.store.StoreSubject;
import com.plantapop.chat.support.TestMongo;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every command that the store sends, and the index that serves it: a new one must be listed. */
@ExtendWith(VertxExtension.class)
class QueryShapesTest {
  private static final String ID = "_id_";
  private static final String KEY = "address_key_unique";
  private static final String CHAT_ID = "chatId_unique";
  private static final String ORDER = "order_unique";
  private static final String NONE = "needs none";

  private static final Map<String, String> INDEXES =
      Map.ofEntries(
          // A range of _id, read in its order: a page of a log.
          Map.entry("find events {address,_id:{$gt,$lt}} by _id sort {_id:1} limited", ID),
          Map.entry("find events {address,_id:{$gt,$lt}} by _id sort {_id:-1} limited", ID),
          // Its last entries, as far as a list of chats looks at them.
          Map.entry(
              "find events {address,_id:{$gt,$lt}} by _id sort {_id:-1} limited outlines", ID),
          // Its last entry: a head, or a grave.
          Map.entry("find events {address,_id:{$gt,$lt}} by _id sort {_id:-1} limited keys", ID),
          // Its first entry: where it begins.
          Map.entry("find events {address,_id:{$gt,$lt}} by _id sort {_id:1} limited ids", ID),
          Map.entry("delete events {address,_id}", ID),
          Map.entry("update events {address,_id}", ID),
          // Up to 256 points: predecessors of runs, events by their keys.
          Map.entry("find events {address:{$in},_id:{$in}} by _id keys", ID),
          Map.entry("find events {address,key:{$in}}", KEY),
          // Which of up to 500 keys of several logs there are: by the index alone.
          Map.entry("find events {address:{$in},key:{$in}} by address covered", KEY),
          // Up to 500 events of several logs.
          Map.entry("find events {address:{$in},_id:{$in}} by _id", ID),
          Map.entry("find chats {_id:{$in}}", ID),
          // A page of the chats of a person.
          Map.entry("find lists {order:{$gt,$lt}} by order sort {order:-1} limited", ORDER),
          Map.entry("update lists {_id}", ID),
          Map.entry("delete lists {_id,seq:{$lte}}", ID),
          Map.entry("delete lists {_id:{$gt,$lt}}", ID),
          Map.entry("find chats {_id} limited", ID),
          Map.entry("find chats {chatId} limited", CHAT_ID),
          Map.entry("find meta {_id} limited", ID),
          Map.entry("insert meta", ID),
          Map.entry("insert events", ID + " and " + KEY),
          Map.entry("insert chats", ID + " and " + CHAT_ID),
          Map.entry("listIndexes events", NONE),
          Map.entry("listIndexes chats", NONE),
          Map.entry("listIndexes lists", NONE),
          Map.entry("createIndexes events", NONE),
          Map.entry("createIndexes chats", NONE),
          Map.entry("createIndexes lists", NONE),
          Map.entry("ping", NONE),
          // Says goodbye for the driver's sessions, where the server has such.
          Map.entry("endSessions", NONE));

  private final TestMongo mongo = TestMongo.any();
  private final Queue<BsonDocument> commands = new ConcurrentLinkedQueue<>();
  private Vertx vertx;
  private EventStore store;

  @BeforeEach
  void open(Vertx ofThisTest) {
    vertx = ofThisTest;
    store = openStore(mongo.uri());
  }

  private EventStore openStore(String uri) {
    CommandListener listener =
        new CommandListener() {
          @Override
          public void commandStarted(CommandStartedEvent event) {
            commands.add(event.getCommand().clone());
          }
        };
    return await(new MongoOpening(vertx, uri, s -> s.addCommandListener(listener)).open());
  }

  @AfterEach
  void close() throws Exception {
    await(store.close());
    mongo.close();
  }

  @Test
  void listsEveryCommandBesideItsIndex() {
    useAll();
    TreeSet<String> shapes = new TreeSet<>();
    commands.forEach(command -> shapes.add(shape(command)));

    assertThat(INDEXES.keySet()).containsAll(shapes);
    shapes.add("endSessions");
    assertThat(shapes).containsExactlyInAnyOrderElementsOf(INDEXES.keySet());
  }

  /** On shards, a command that does not name addresses goes to all of them. */
  @Test
  void everyCommandOnEventsNamesAddresses() {
    useAll();
    List<BsonDocument> onEvents = commands.stream().filter(c -> isOnEvents(c)).toList();
    assertThat(onEvents)
        .extracting(BsonDocument::getFirstKey)
        .contains("insert", "find", "delete", "update");
    for (BsonDocument command : onEvents) {
      assertThat(addressed(command))
          .as(command.toJson())
          .isNotEmpty()
          .allSatisfy(
              document ->
                  assertThat(addresses(document)).isNotEmpty().allMatch(isOfTheIds(document)));
    }
  }

  /** A command may be cut short anywhere. */
  @Test
  void deletesTheLowestNumberFirst() {
    useAll();
    List<BsonDocument> deletes =
        commands.stream()
            .filter(command -> command.getFirstKey().equals("delete") && isOnEvents(command))
            .toList();
    assertThat(deletes).isNotEmpty();
    for (BsonDocument command : deletes) {
      assertThat(command.getBoolean("ordered").getValue()).isTrue();
      assertThat(command.getDocument("writeConcern"))
          .isEqualTo(BsonDocument.parse("{w:'majority',j:true,wtimeout:5000}"));
    }
    assertThat(deletes.stream().flatMap(command -> addressed(command).stream()))
        .extracting(one -> one.getString("_id").getValue())
        .hasSize(299)
        .isSorted();
  }

  private static boolean isOnEvents(BsonDocument command) {
    String name = command.getFirstKey();
    boolean data = !name.endsWith("ndexes");
    return data && command.get(name).equals(new BsonString("events"));
  }

  /** The filters and documents of a command. */
  private static List<BsonDocument> addressed(BsonDocument command) {
    return switch (command.getFirstKey()) {
      case "find" -> List.of(command.getDocument("filter"));
      case "insert" -> documents(command, "documents");
      case "delete", "update" ->
          documents(command, command.getFirstKey() + "s").stream()
              .map(one -> one.getDocument("q"))
              .toList();
      default -> throw new AssertionError("how is this routed? " + command.toJson());
    };
  }

  private static List<BsonDocument> documents(BsonDocument command, String name) {
    return command.getArray(name).stream().map(BsonValue::asDocument).toList();
  }

  private static List<String> addresses(BsonDocument document) {
    BsonValue address = document.get("address");
    List<BsonValue> all =
        address.isDocument() ? address.asDocument().getArray("$in") : List.of(address);
    return all.stream().map(one -> one.asString().getValue()).toList();
  }

  /** Nobody is asked for what lies elsewhere. */
  private static Predicate<String> isOfTheIds(BsonDocument document) {
    String text = document.toJson();
    return address -> text.contains("\"" + address + ":") || text.contains("\"" + address + "|");
  }

  @Test
  void runBehindWhatAnotherProcessAnnouncedIsOneCommand() throws Exception {
    Address log = newLog();
    EventStore other = await(MongoEventStore.open(vertx, mongo.uri()));
    await(other.append(List.of(run(log, event(1, "a"), event(2, "b")))).get(0));
    commands.clear();
    store.headSeen(log, 2);
    assertThat(await(store.append(List.of(run(log, event(3, "c")))).get(0)).appended()).isOne();

    assertThat(commands).extracting(BsonDocument::getFirstKey).containsExactly("insert");
    await(other.close());
  }

  @Test
  void writesAndReadsWithMajorityWhateverTheConnectionStringSays() throws Exception {
    await(store.close());
    String options = "w=1&journal=false&readConcernLevel=local&readPreference=secondaryPreferred";
    commands.clear();
    store = openStore(mongo.uri() + (mongo.uri().contains("?") ? "&" : "?") + options);
    useAll();

    assertThat(commands)
        .extracting(BsonDocument::getFirstKey)
        .contains("insert", "find", "listIndexes");
    for (BsonDocument command : commands) {
      if (command.getFirstKey().equals("insert")) {
        assertThat(command.getBoolean("ordered").getValue()).isEqualTo(isOfOneLog(command));
        assertThat(command.getDocument("writeConcern"))
            .isEqualTo(BsonDocument.parse("{w:'majority',j:true,wtimeout:5000}"));
      } else if (command.getFirstKey().equals("find")) {
        assertThat(command.getDocument("readConcern"))
            .isEqualTo(BsonDocument.parse("{level:'majority'}"));
        assertThat(command.getInt32("batchSize").getValue()).isBetween(2, 501);
      } else if (command.getFirstKey().equals("listIndexes")) {
        assertThat(command.getDocument("cursor").getInt32("batchSize").getValue()).isEqualTo(100);
      }
    }
  }

  /** Behind a refused event of its log nothing may be inserted; behind one of another all must. */
  private static boolean isOfOneLog(BsonDocument insert) {
    return insert.getArray("documents").stream()
            .map(document -> document.asDocument().get("address"))
            .distinct()
            .count()
        == 1;
  }

  @Test
  void runsBesideALostRaceAndADuplicateAreWrittenOnce() {
    List<Address> logs = Stream.generate(Samples::newLog).limit(4).toList();
    for (Address log : logs) {
      await(store.append(List.of(run(log, event(1, "a")))).get(0));
    }
    EventStore other = await(MongoEventStore.open(vertx, mongo.uri()));
    await(other.append(List.of(run(logs.get(1), event(2, "faster")))).get(0));
    commands.clear();
    List<AppendResult> results =
        await(
            StoreSubject.append(
                store,
                List.of(
                    run(logs.get(0), event(2, "b")),
                    run(logs.get(1), event(2, "b")),
                    run(logs.get(2), event(2, "a")),
                    run(logs.get(3), event(2, "b")))));

    assertThat(results).extracting(AppendResult::appended).containsExactly(1, 0, 0, 1);
    assertThat(commands).extracting(BsonDocument::getFirstKey).containsOnlyOnce("insert");
    await(other.close());
  }

  /** Every method of the port, and every way through an append and a bind. */
  private void useAll() {
    Address log = newLog();
    UUID chatId = UUID.randomUUID();
    await(store.append(List.of(new Run(log, events(1, 300)))).get(0));
    await(
        StoreSubject.append(
            store, List.of(run(log, event(301, "e1")), run(newLog(), event(5, "hole")))));
    await(
        StoreSubject.append(
            store, List.of(run(newLog(), event(1, "a")), run(newLog(), event(1, "a")))));
    await(store.readAfter(log, 0, 300, Integer.MAX_VALUE));
    await(store.readBefore(log, 300, 300, Integer.MAX_VALUE));
    await(store.heads(List.of(log, newLog())));
    await(store.first(log));
    await(store.find(log, events(1, 300).stream().map(e -> e.key()).toList()));
    await(store.bind(log.chat(), chatId));
    await(store.bind(log.chat(), UUID.randomUUID()));
    await(store.bind(Samples.newChat(), chatId));
    await(store.binding(log.chat()));
    await(store.trim(log, 300));
    useLists(log);
    await(store.append(List.of(run(log, Event.grave(300)))).get(0));
    await(store.erase(log));
    await(store.secret());
    await(store.check());
  }

  private void useLists(Address log) {
    ChatLists lists = store.lists();
    ListEntry entry = new ListEntry(log.chat(), "ann@x.example", 1, Instant.EPOCH);
    await(lists.enter(List.of(entry)));
    await(lists.of("ann@x.example", Optional.of(entry), 20));
    await(lists.leave(log.chat(), List.of("ann@x.example"), 1));
    await(lists.forget(log.chat()));
    await(lists.newest(log, 101));
    await(lists.at(List.of(new Position(log, 300))));
    await(lists.known(Map.of(log, List.of(event(300, "e300").key()))));
    await(lists.bindings(List.of(log.chat())));
  }

  private static String shape(BsonDocument command) {
    String name = command.getFirstKey();
    BsonValue target = command.get(name);
    String shape = target.isString() ? name + " " + target.asString().getValue() : name;
    if (name.equals("update") || name.equals("delete")) {
      return shape + " " + keys(documents(command, name + "s").get(0).getDocument("q"));
    }
    if (!name.equals("find")) {
      return shape;
    }
    shape += " " + keys(command.getDocument("filter"));
    BsonDocument projection = command.getDocument("projection", new BsonDocument());
    return shape
        + (command.containsKey("hint") ? " by " + command.getDocument("hint").getFirstKey() : "")
        + (command.containsKey("sort") ? " sort " + order(command.getDocument("sort")) : "")
        + (command.containsKey("limit") ? " limited" : "")
        + kept(projection);
  }

  private static String kept(BsonDocument projection) {
    if (projection.keySet().equals(Set.of("_id"))) {
      return " ids";
    }
    if (projection.keySet().equals(Set.of("_id", "key"))) {
      return " keys";
    }
    if (projection.keySet().equals(Set.of("_id", "address", "key"))) {
      return " covered";
    }
    return projection.containsKey("key") && !projection.containsKey("payload") ? " outlines" : "";
  }

  private static String order(BsonDocument sort) {
    String field = sort.getFirstKey();
    return "{" + field + ":" + sort.getNumber(field).intValue() + "}";
  }

  private static String keys(BsonDocument document) {
    return document.entrySet().stream()
        .map(
            e ->
                e.getValue().isDocument()
                    ? e.getKey() + ":" + keys(e.getValue().asDocument())
                    : e.getKey())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
