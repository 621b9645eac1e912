package com.plantapop.chat.support;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import com.plantapop.chat.store.AppendResult;
import com.plantapop.chat.store.ChatLists;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.StoreSubject;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A real store behind a disturbance of its appends, of its reads, of what a chat is bound to or of
 * its lists of chats.
 */
public final class DisturbedStore implements EventStore {

  /** What happens around an append. */
  public interface Disturbance {

    /**
     * Stands for the append of the real store.
     *
     * @param next appends to the real store
     */
    Future<List<AppendResult>> append(
        List<Run> runs, Function<List<Run>, Future<List<AppendResult>>> next);
  }

  private static final Future<?> AT_ONCE = Future.succeededFuture();

  private final EventStore store;
  private final Disturbance disturbance;
  private final Future<?> bindings;
  private final Function<ChatId, Future<?>> reads;
  private final ChatLists lists;

  private DisturbedStore(
      EventStore store,
      Disturbance disturbance,
      Future<?> bindings,
      Function<ChatId, Future<?>> reads) {
    this(store, disturbance, bindings, reads, store.lists());
  }

  private DisturbedStore(
      EventStore store,
      Disturbance disturbance,
      Future<?> bindings,
      Function<ChatId, Future<?>> reads,
      ChatLists lists) {
    this.lists = lists;
    this.store = store;
    this.disturbance = disturbance;
    this.bindings = bindings;
    this.reads = reads;
  }

  /** For {@link TestNode#start}. */
  public static UnaryOperator<EventStore> with(Disturbance disturbance) {
    return store -> new DisturbedStore(store, disturbance, AT_ONCE, chat -> AT_ONCE);
  }

  /** For {@link TestNode#start}: tells no binding before {@code gate} completes. */
  public static UnaryOperator<EventStore> withBindingsAfter(Future<?> gate) {
    return store ->
        new DisturbedStore(store, (runs, next) -> next.apply(runs), gate, chat -> AT_ONCE);
  }

  /**
   * For {@link TestNode#start}: what {@code gate} gives for a chat comes before each read of its
   * logs, and a failure in place of it. The node's own logs are not disturbed.
   */
  public static UnaryOperator<EventStore> withReadsAfter(Function<ChatId, Future<?>> gate) {
    Function<ChatId, Future<?>> ofChats =
        chat -> chat.equals(ChatId.NONE) ? AT_ONCE : gate.apply(chat);
    return store -> new DisturbedStore(store, (runs, next) -> next.apply(runs), AT_ONCE, ofChats);
  }

  /** As the other, of the logs of the service itself only, such as what ends rights. */
  public static UnaryOperator<EventStore> withOwnReadsAfter(Supplier<Future<?>> gate) {
    Function<ChatId, Future<?>> ofChats = chat -> chat.equals(ChatId.NONE) ? gate.get() : AT_ONCE;
    return store -> new DisturbedStore(store, (runs, next) -> next.apply(runs), AT_ONCE, ofChats);
  }

  /**
   * For {@link TestNode#start}: what {@code gate} gives for a method of the lists comes before it,
   * and a failure in place of it.
   */
  public static UnaryOperator<EventStore> withListsAfter(Function<String, Future<?>> gate) {
    return store ->
        new DisturbedStore(
            store,
            (runs, next) -> next.apply(runs),
            AT_ONCE,
            chat -> AT_ONCE,
            gated(store.lists(), gate));
  }

  private static ChatLists gated(ChatLists lists, Function<String, Future<?>> gate) {
    InvocationHandler handler =
        (self, method, arguments) ->
            toCaller(gate.apply(method.getName()).compose(open -> call(lists, method, arguments)));
    return (ChatLists)
        Proxy.newProxyInstance(
            ChatLists.class.getClassLoader(), new Class<?>[] {ChatLists.class}, handler);
  }

  private static Future<?> call(ChatLists lists, Method method, Object[] arguments) {
    try {
      return (Future<?>) method.invoke(lists, arguments);
    } catch (ReflectiveOperationException e) {
      return Future.failedFuture(e);
    }
  }

  /** As the port promises: on the context of the caller, if there is one. */
  private static <T> Future<T> toCaller(Future<T> answer) {
    if (!(Vertx.currentContext() instanceof ContextInternal caller)) {
      return answer;
    }
    Promise<T> told = caller.promise();
    answer.onComplete(told);
    return told.future();
  }

  private <T> Future<T> afterGate(ChatId chat, Supplier<Future<T>> read) {
    return toCaller(reads.apply(chat).compose(open -> read.get()));
  }

  /** What is disturbed has one outcome. */
  @Override
  public List<Future<AppendResult>> append(List<Run> runs) {
    Future<List<AppendResult>> all =
        toCaller(disturbance.append(runs, next -> StoreSubject.append(store, next)));
    return IntStream.range(0, runs.size()).mapToObj(i -> all.map(list -> list.get(i))).toList();
  }

  @Override
  public void headSeen(Address address, long seq) {
    store.headSeen(address, seq);
  }

  @Override
  public Future<List<Event>> readAfter(Address address, long after, int limit, int maxBytes) {
    return afterGate(address.chat(), () -> store.readAfter(address, after, limit, maxBytes));
  }

  @Override
  public Future<List<Event>> readBefore(Address address, long before, int limit, int maxBytes) {
    return afterGate(address.chat(), () -> store.readBefore(address, before, limit, maxBytes));
  }

  @Override
  public Future<Void> trim(Address address, long first) {
    return store.trim(address, first);
  }

  @Override
  public Future<Void> erase(Address address) {
    return store.erase(address);
  }

  @Override
  public Future<Long> first(Address address) {
    return store.first(address);
  }

  @Override
  public Future<Map<Address, Long>> heads(Collection<Address> addresses) {
    List<Future<?>> gates = new ArrayList<>();
    addresses.forEach(address -> gates.add(reads.apply(address.chat())));
    return toCaller(Future.all(gates).compose(open -> store.heads(addresses)));
  }

  @Override
  public Future<Set<Position>> existing(Collection<Position> positions) {
    List<Future<?>> gates = new ArrayList<>();
    positions.forEach(position -> gates.add(reads.apply(position.address().chat())));
    return toCaller(Future.all(gates).compose(open -> store.existing(positions)));
  }

  @Override
  public Future<Map<EventKey, Event>> find(Address address, Collection<EventKey> keys) {
    return afterGate(address.chat(), () -> store.find(address, keys));
  }

  @Override
  public Future<Optional<UUID>> binding(ChatId chat) {
    return afterGate(chat, () -> bindings.compose(open -> store.binding(chat)));
  }

  @Override
  public Future<Optional<ChatId>> chat(UUID chatId) {
    return store.chat(chatId);
  }

  @Override
  public Future<Optional<UUID>> bind(ChatId chat, UUID chatId) {
    return store.bind(chat, chatId);
  }

  @Override
  public ChatLists lists() {
    return lists;
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
