package com.plantapop.chat.store;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.StoreMetrics;
import com.plantapop.chat.metrics.StoreMetrics.Operation;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A store whose answers are timed and whose failures are counted, whichever it is. */
public final class MeasuredStore implements EventStore {
  private final EventStore store;
  private final StoreMetrics metrics;

  public MeasuredStore(EventStore store, StoreMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  private <T> Future<T> timed(Operation operation, long begun, Future<T> answer) {
    return answer.onComplete(outcome -> metrics.done(operation, begun, isFailure(outcome.cause())));
  }

  /** That a log has ended is an answer. */
  private static boolean isFailure(Throwable cause) {
    return cause != null && !Refusal.isGone(cause);
  }

  /** Each run for itself: one may take long, or fail, where others do not. */
  @Override
  public List<Future<AppendResult>> append(List<Run> runs) {
    long begun = System.nanoTime();
    List<Future<AppendResult>> outcomes = store.append(runs);
    outcomes.forEach(outcome -> timed(Operation.APPEND, begun, outcome));
    return outcomes;
  }

  @Override
  public void headSeen(Address address, long seq) {
    store.headSeen(address, seq);
  }

  @Override
  public Future<List<Event>> readAfter(Address address, long after, int limit, int maxBytes) {
    long begun = System.nanoTime();
    return timed(Operation.READ, begun, store.readAfter(address, after, limit, maxBytes));
  }

  @Override
  public Future<List<Event>> readBefore(Address address, long before, int limit, int maxBytes) {
    long begun = System.nanoTime();
    return timed(Operation.READ, begun, store.readBefore(address, before, limit, maxBytes));
  }

  @Override
  public Future<Void> trim(Address address, long first) {
    return timed(Operation.OTHER, System.nanoTime(), store.trim(address, first));
  }

  @Override
  public Future<Void> erase(Address address) {
    return timed(Operation.OTHER, System.nanoTime(), store.erase(address));
  }

  @Override
  public Future<Long> first(Address address) {
    return timed(Operation.LOOK_UP, System.nanoTime(), store.first(address));
  }

  @Override
  public Future<Map<Address, Long>> heads(Collection<Address> addresses) {
    return timed(Operation.LOOK_UP, System.nanoTime(), store.heads(addresses));
  }

  @Override
  public Future<Set<Position>> existing(Collection<Position> positions) {
    return timed(Operation.LOOK_UP, System.nanoTime(), store.existing(positions));
  }

  @Override
  public Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    return timed(Operation.LOOK_UP, System.nanoTime(), store.find(address, keys));
  }

  @Override
  public Future<Optional<UUID>> binding(ChatId chat) {
    return timed(Operation.OTHER, System.nanoTime(), store.binding(chat));
  }

  @Override
  public Future<Optional<ChatId>> chat(UUID chatId) {
    return timed(Operation.OTHER, System.nanoTime(), store.chat(chatId));
  }

  @Override
  public Future<Optional<UUID>> bind(ChatId chat, UUID chatId) {
    return timed(Operation.OTHER, System.nanoTime(), store.bind(chat, chatId));
  }

  /** Not timed: what is slow there is slow at the reads beside it. */
  @Override
  public ChatLists lists() {
    return store.lists();
  }

  @Override
  public Future<String> secret() {
    return store.secret();
  }

  @Override
  public Future<Void> check() {
    return timed(Operation.OTHER, System.nanoTime(), store.check());
  }

  @Override
  public Future<Void> close() {
    return store.close();
  }
}
