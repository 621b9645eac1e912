package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.CallerPromise;
import com.plantapop.chat.store.ChatLists;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreOpenException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.rocksdb.RocksDBException;

/** The embedded store of a single node. Durable means synced to the disk. */
public final class RocksEventStore implements EventStore {
  /** What an event costs in memory beside its payload, about. */
  private static final int EVENT_OVERHEAD_BYTES = 300;

  private final Vertx vertx;
  private final String secret = UUID.randomUUID().toString() + UUID.randomUUID();
  private final Heads heads;
  private final RequestQueue queue;
  private final Readers readers;
  private final RocksRequests requests;
  private final ChatLists lists;
  private final Promise<Void> closed = Promise.promise();

  private RocksEventStore(Vertx vertx, DirectoryLock lock, Path directory, Database database) {
    StoreLog log = new StoreLog();
    this.vertx = vertx;
    this.heads = new Heads();
    this.queue = new RequestQueue();
    Storage storage = new Storage(directory, heads, database);
    this.readers = new Readers(storage, log);
    this.requests = new RocksRequests(vertx, queue, readers);
    this.lists = new RocksChatLists(requests, at -> heads.seen(at.address(), at.seq()));
    Outage outage = new Outage(directory, storage, log);
    Writer writer = new Writer(queue, storage, heads, outage, log);
    Thread thread = new Thread(() -> live(writer, storage, lock), "chat-store-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the store in a directory, which is made when it is not there; blocks.
   *
   * @throws StoreOpenException when the directory cannot be used; nothing in it has been changed
   */
  public static RocksEventStore open(Vertx vertx, Path directory) {
    Path place = directory.toAbsolutePath().normalize();
    DirectoryLock lock = Opening.lock(place);
    try {
      return new RocksEventStore(vertx, lock, place, Opening.database(place));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The life of the writer thread, which also is the last to touch the natives. */
  private void live(Writer writer, Storage storage, DirectoryLock lock) {
    try {
      writer.run();
      readers.finish();
      storage.close();
      lock.close();
    } finally {
      closed.complete();
    }
  }

  /** A request for each run, so that one that meets damaged files fails alone. */
  @Override
  public List<Future<AppendResult>> append(List<Run> runs) {
    List<Future<AppendResult>> answers = new ArrayList<>(runs.size());
    List<Request<?>> appends = new ArrayList<>(runs.size());
    for (Run run : runs) {
      Promise<AppendResult> answer = CallerPromise.create(vertx);
      answers.add(answer.future());
      appends.add(new Request<>(answer, bytes(run), group -> group.append(run)));
    }
    requests.offer(appends);
    return answers;
  }

  private static long bytes(Run run) {
    long bytes = 0;
    for (Event event : run.events()) {
      bytes += EVENT_OVERHEAD_BYTES + event.payload().size() + event.metadata().size();
    }
    return bytes;
  }

  /** No other process has the directory open. */
  @Override
  public void headSeen(Address address, long seq) {}

  @Override
  public Future<List<Event>> readAfter(Address address, long after, int limit, int maxBytes) {
    long head = heads.get(address);
    return head >= 0 && after >= head
        ? requests.atOnce(List.of())
        : requests.read(
            database -> seen(address, Logs.after(database, address, after, limit, maxBytes)));
  }

  @Override
  public Future<List<Event>> readBefore(Address address, long before, int limit, int maxBytes) {
    return requests.read(
        database -> seen(address, Logs.before(database, address, before, limit, maxBytes)));
  }

  private List<Event> seen(Address address, List<Event> ascending) {
    if (!ascending.isEmpty()) {
      heads.seen(address, ascending.get(ascending.size() - 1).seq());
    }
    return ascending;
  }

  @Override
  public Future<Void> trim(Address address, long first) {
    return requests
        .write(EVENT_OVERHEAD_BYTES, group -> group.trim(address, first))
        .compose(done -> done ? Future.succeededFuture() : trim(address, first));
  }

  @Override
  public Future<Void> erase(Address address) {
    return requests
        .write(EVENT_OVERHEAD_BYTES, group -> group.erase(address))
        .compose(done -> done ? requests.inTurn(db -> db.purge(address)) : erase(address));
  }

  @Override
  public Future<Long> first(Address address) {
    return requests.read(database -> Logs.first(database, address));
  }

  @Override
  public Future<Map<Address, Long>> heads(Collection<Address> addresses) {
    return ends(List.copyOf(addresses)).map(RocksEventStore::withoutEnded);
  }

  private static Map<Address, Long> withoutEnded(Map<Address, Long> heads) {
    heads.values().removeIf(head -> head == Heads.ENDED);
    return heads;
  }

  private Future<Map<Address, Long>> ends(List<Address> all) {
    Map<Address, Long> known = new HashMap<>();
    for (Address address : all) {
      long head = heads.get(address);
      if (head < 0) {
        return requests.read(database -> heads(database, all));
      }
      known.put(address, head);
    }
    return requests.atOnce(known);
  }

  private Map<Address, Long> heads(Database database, List<Address> addresses)
      throws RocksDBException {
    Map<Address, Long> found = new HashMap<>();
    for (Address address : addresses) {
      long losses = heads.losses();
      long known = heads.get(address);
      long head = known >= 0 ? known : Logs.head(database, address);
      heads.learn(address, head, losses);
      found.put(address, head);
    }
    return found;
  }

  @Override
  public Future<Set<Position>> existing(Collection<Position> positions) {
    List<Position> all = List.copyOf(positions);
    return ends(all.stream().map(Position::address).distinct().toList())
        .map(heads -> within(heads, all));
  }

  private static Set<Position> within(Map<Address, Long> heads, List<Position> positions) {
    return positions.stream()
        .filter(position -> position.seq() > 0 && position.seq() <= heads.get(position.address()))
        .collect(Collectors.toSet());
  }

  @Override
  public Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    List<EventKey> all = List.copyOf(keys);
    return requests.read(database -> Logs.find(database, address, all));
  }

  @Override
  public Future<Optional<UUID>> binding(ChatId chat) {
    return requests.read(database -> Logs.chatId(database, chat));
  }

  @Override
  public Future<Optional<ChatId>> chat(UUID chatId) {
    return requests.read(database -> Logs.chat(database, chatId));
  }

  @Override
  public Future<Optional<UUID>> bind(ChatId chat, UUID chatId) {
    return requests.write(EVENT_OVERHEAD_BYTES, group -> group.bind(chat, chatId));
  }

  @Override
  public ChatLists lists() {
    return lists;
  }

  /** One process has the directory, so the secret need not outlive it. */
  @Override
  public Future<String> secret() {
    return requests.atOnce(secret);
  }

  @Override
  public Future<Void> check() {
    return requests.write(EVENT_OVERHEAD_BYTES, Group::check);
  }

  @Override
  public Future<Void> close() {
    Promise<Void> done = CallerPromise.create(vertx);
    closed.future().onComplete(done);
    queue.close();
    return done.future();
  }
}
