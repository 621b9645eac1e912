package com.plantapop.chat.ingest;

import static com.plantapop.chat.access.MemberChange.Action.ADDED;
import static com.plantapop.chat.access.MemberChange.Action.REMOVED;

import com.plantapop.chat.access.MemberChange;
import com.plantapop.chat.bus.EventListener;
import com.plantapop.chat.bus.Peers;
import com.plantapop.chat.bus.Publisher;
import com.plantapop.chat.bus.Services;
import com.plantapop.chat.config.ChatConfig;
import com.plantapop.chat.config.ConfigLoader;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.contract.SchemaSource;
import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.metrics.NodeMetrics;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.rocksdb.RocksEventStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The way in alone, with one event loop and a real store, without edge and hub. */
final class LoneIngest implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final Races races = new Races();
  private final NodeMetrics metrics = NodeMetrics.off();
  private final EventStore store;
  private final IngestVerticle shard;
  private final Ingest ingest;

  /** Stands in for the hub. */
  private final class Listener implements EventListener {
    @Override
    public void stored(Address address, Entry entry) {
      if (address.kind() == LogKind.MEMBERS) {
        shard.shard().memberships().stored(address.chat(), entry, false);
      }
    }

    @Override
    public void reaches(Address address, long seq) {}

    @Override
    public void lossSuspected() {}
  }

  /**
   * @param maxCachedChats how many chats it keeps in mind
   * @param wrapping puts a disturbance between it and its store
   */
  LoneIngest(Path data, int maxCachedChats, UnaryOperator<EventStore> wrapping) throws Exception {
    store = wrapping.apply(RocksEventStore.open(vertx, data));
    ChatConfig config = ConfigLoader.load(data, Optional.empty(), Map.of());
    Peers peers = new Peers(vertx, "secret", 1, metrics.bus());
    shard =
        new IngestVerticle(
            store,
            config.ingest(),
            maxCachedChats,
            context -> new Publisher(peers, Services.LOCAL, vertx.eventBus(), context, 0),
            races,
            metrics.ingest());
    await(vertx.deployVerticle(shard));
    await(peers.start(new Listener(), List.of(shard.loop())));
    Backlog backlog = new Backlog(100, 100_000);
    ingest =
        new Ingest(
            vertx,
            Contract.load(SchemaSource.packaged()),
            List.of(shard.shard()),
            backlog,
            config.ingest(),
            metrics.ingest());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  EventStore store() {
    return store;
  }

  Races races() {
    return races;
  }

  Future<Acknowledgement> submit(Caller caller, Address address, String body) {
    return ingest.submit(caller, address, body);
  }

  /** Adds members to a chat. */
  void add(ChatId chat, String... people) throws Exception {
    await(members().add(chat, members -> added(people), ingest.newDeadline()));
  }

  static List<MemberChange> added(String... people) {
    return Stream.of(people).map(person -> change(person, ADDED)).toList();
  }

  void remove(ChatId chat, String person) throws Exception {
    List<MemberChange> removed = List.of(change(person, REMOVED));
    await(members().remove(chat, members -> removed, ingest.newDeadline()));
  }

  private static MemberChange change(String person, MemberChange.Action action) {
    return new MemberChange(person, action, "shop");
  }

  MemberLogs members() {
    return new MemberLogs(ingest);
  }

  Ingest ingest() {
    return ingest;
  }

  void headSeen(Address address, long seq) {
    shard.loop().runOnContext(turn -> ingest.headSeen(address, seq));
  }

  @Override
  public void close() {
    store.close().await();
    vertx.close().await();
  }
}
