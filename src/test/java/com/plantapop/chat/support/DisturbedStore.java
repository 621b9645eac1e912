package com.plantapop.chat.support;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A real store behind a disturbance of its appends or of what a chat is bound to. */
public final class DisturbedStore implements EventStore {

  /** What happens around an append. */
  public interface Disturbance {

    /**
     * Stands for the append of the real store.
     *
     * @param next appends to the real store
     */
    Future<List<AppendResult>> append(
        List<Run> runs, java.util.function.Function<List<Run>, Future<List<AppendResult>>> next);
  }

  private final EventStore store;
  private final Disturbance disturbance;
  private final Future<?> bindings;

  private DisturbedStore(EventStore store, Disturbance disturbance, Future<?> bindings) {
    this.store = store;
    this.disturbance = disturbance;
    this.bindings = bindings;
  }

  /** For {@link TestNode#start}. */
  public static UnaryOperator<EventStore> with(Disturbance disturbance) {
    return store -> new DisturbedStore(store, disturbance, Future.succeededFuture());
  }

  /** For {@link TestNode#start}: tells no binding before {@code gate} completes. */
  public static UnaryOperator<EventStore> withBindingsAfter(Future<?> gate) {
    return store -> new DisturbedStore(store, (runs, next) -> next.apply(runs), gate);
  }

  @Override
  public Future<List<AppendResult>> append(List<Run> runs) {
    return disturbance.append(runs, store::append);
  }

  @Override
  public Future<List<Event>> readAfter(Address address, long after, int limit, int maxBytes) {
    return store.readAfter(address, after, limit, maxBytes);
  }

  @Override
  public Future<List<Event>> readBefore(Address address, long before, int limit, int maxBytes) {
    return store.readBefore(address, before, limit, maxBytes);
  }

  @Override
  public Future<Map<Address, Long>> heads(Collection<Address> addresses) {
    return store.heads(addresses);
  }

  @Override
  public Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    return store.find(address, keys);
  }

  @Override
  public Future<Optional<UUID>> binding(ChatId chat) {
    return bindings.compose(open -> store.binding(chat));
  }

  @Override
  public Future<Optional<UUID>> bind(ChatId chat, UUID chatId) {
    return store.bind(chat, chatId);
  }

  @Override
  public String writer() {
    return store.writer();
  }

  @Override
  public Future<String> secret() {
    return store.secret();
  }

  @Override
  public Future<Void> check() {
    return store.check();
  }

  @Override
  public Future<Void> close() {
    return store.close();
  }
}
