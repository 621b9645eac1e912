package com.plantapop.chat.store.mongo;

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
import io.vertx.ext.mongo.MongoClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The store of a cluster, in a MongoDB that all nodes share; see the package. */
public final class MongoEventStore implements EventStore {
  private final Vertx vertx;
  private final MongoClient client;
  private final Failures failures;
  private final InFlightLimit inFlight = new InFlightLimit();
  private final KnownHeads heads = new KnownHeads();
  private final MongoRequests requests;
  private final LogReader reader;
  private final Trimmer trimmer;
  private final Appender appender;
  private final Bindings chats;
  private final ChatLists lists;
  private final Secrets secrets;
  private Future<Void> closed;

  MongoEventStore(Vertx vertx, MongoClient client, Failures failures) {
    this.vertx = vertx;
    this.client = client;
    this.failures = failures;
    this.requests = new MongoRequests(client, failures);
    this.reader = new LogReader(requests, heads);
    this.trimmer = new Trimmer(requests, reader);
    this.appender = new Appender(vertx, client, failures, heads, reader);
    this.chats = new Bindings(vertx, requests);
    this.lists = new MongoChatLists(requests, reader, this::run);
    this.secrets = new Secrets(requests);
  }

  /**
   * Opens the store: connects, signs in, makes the indexes that are missing and verifies them.
   * Fails with a {@link StoreOpenException} that says what is wrong, within seconds and without the
   * password.
   *
   * @param uri a MongoDB connection string; credentials, TLS and the driver's options come from it,
   *     but not write concern, read concern and read preference, which the guarantees need as they
   *     are, and time-outs only where they are shorter than ours
   */
  public static Future<EventStore> open(Vertx vertx, String uri) {
    return new MongoOpening(vertx, uri, settings -> {}).open();
  }

  @Override
  public List<Future<AppendResult>> append(List<Run> runs) {
    List<Pending> admitted = new ArrayList<>(runs.size());
    List<Future<AppendResult>> answers = new ArrayList<>(runs.size());
    for (Run run : runs) {
      Pending pending = new Pending(run);
      answers.add(run(pending.bytes(), () -> admit(pending, admitted)));
    }
    appender.append(admitted);
    return answers;
  }

  private static Future<AppendResult> admit(Pending pending, List<Pending> admitted) {
    admitted.add(pending);
    return pending.answer();
  }

  @Override
  public void headSeen(Address address, long seq) {
    heads.seen(address, seq);
  }

  @Override
  public Future<List<Event>> readAfter(Address address, long after, int limit, int maxBytes) {
    return run(0, () -> reader.after(address, after, limit, maxBytes));
  }

  @Override
  public Future<List<Event>> readBefore(Address address, long before, int limit, int maxBytes) {
    return run(0, () -> reader.before(address, before, limit, maxBytes));
  }

  @Override
  public Future<Void> trim(Address address, long first) {
    return run(0, () -> trimmer.trim(address, first));
  }

  @Override
  public Future<Void> erase(Address address) {
    return run(0, () -> trimmer.erase(address));
  }

  @Override
  public Future<Long> first(Address address) {
    return run(0, () -> reader.first(address));
  }

  @Override
  public Future<Map<Address, Long>> heads(Collection<Address> addresses) {
    List<Address> all = List.copyOf(addresses);
    return run(0, () -> reader.heads(all));
  }

  @Override
  public Future<Set<Position>> existing(Collection<Position> positions) {
    List<Position> all = List.copyOf(positions);
    return run(0, () -> reader.existing(all));
  }

  @Override
  public Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    List<EventKey> all = List.copyOf(keys);
    return run(0, () -> reader.find(address, all));
  }

  @Override
  public Future<Optional<UUID>> binding(ChatId chat) {
    return run(0, () -> chats.binding(chat));
  }

  @Override
  public Future<Optional<ChatId>> chat(UUID chatId) {
    return run(0, () -> chats.chat(chatId));
  }

  @Override
  public Future<Optional<UUID>> bind(ChatId chat, UUID chatId) {
    return run(0, () -> chats.bind(chat, chatId));
  }

  @Override
  public ChatLists lists() {
    return lists;
  }

  @Override
  public Future<String> secret() {
    return run(0, secrets::secret);
  }

  @Override
  public Future<Void> check() {
    return run(0, requests::check);
  }

  @Override
  public Future<Void> close() {
    Promise<Void> answer = CallerPromise.create(vertx);
    closeOnce().onComplete(answer);
    return answer.future();
  }

  private synchronized Future<Void> closeOnce() {
    if (closed == null) {
      closed = inFlight.close().compose(empty -> client.close());
    }
    return closed;
  }

  /** Does work within the bounds, and answers on the context of the caller. */
  private <T> Future<T> run(long weight, Supplier<Future<T>> work) {
    Promise<T> answer = CallerPromise.create(vertx);
    inFlight.enter(weight).ifPresentOrElse(answer::fail, () -> start(weight, work, answer));
    return answer.future();
  }

  private <T> void start(long weight, Supplier<Future<T>> work, Promise<T> answer) {
    RequestLimit.start(work)
        .recover(failure -> Future.failedFuture(failures.ofRead(failure)))
        .andThen(done -> inFlight.leave(weight))
        .onComplete(answer);
  }
}
