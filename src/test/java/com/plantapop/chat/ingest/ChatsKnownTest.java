package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.Run;
import com.plantapop.chat.store.Samples;
import com.plantapop.chat.support.Await;
import com.plantapop.chat.support.DisturbedStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the way in keeps in mind of a chat, for how long, and how often it asks the store. */
@Timeout(60)
class ChatsKnownTest {
  private static final int MAX_CACHED = 20;

  @TempDir private Path data;
  private final Map<ChatId, Future<?>> gates = new ConcurrentHashMap<>();
  private final Map<ChatId, Integer> asked = new ConcurrentHashMap<>();

  private LoneIngest open() throws Exception {
    return new LoneIngest(data, MAX_CACHED, DisturbedStore.withReadsAfter(this::read));
  }

  private Future<?> read(ChatId chat) {
    asked.merge(chat, 1, Integer::sum);
    return gates.getOrDefault(chat, Future.succeededFuture());
  }

  private static Future<Acknowledgement> submit(LoneIngest ingest, Address log) {
    return ingest.submit(Caller.ANYONE, log, "{}");
  }

  @Test
  void busyChatsKeepNoIdleOneInMind() throws Exception {
    try (LoneIngest ingest = open()) {
      Promise<Void> gate = Promise.promise();
      List<Future<Acknowledgement>> busy = new ArrayList<>();
      for (int i = 0; i < MAX_CACHED - 1; i++) {
        Address log = Samples.newLog();
        gates.put(log.chat(), gate.future());
        busy.add(submit(ingest, log));
      }
      Address idle = Samples.newLog();
      LoneIngest.await(submit(ingest, idle));
      for (int i = 0; i < MAX_CACHED; i++) {
        LoneIngest.await(submit(ingest, Samples.newLog()));
      }
      asked.clear();
      assertThat(LoneIngest.await(submit(ingest, idle)).seq()).isEqualTo(2);
      assertThat(asked).as("forgotten meanwhile").containsKey(idle.chat());

      gate.complete();
      LoneIngest.await(Future.all(busy));
    }
  }

  @Test
  void headAndBindingOfANewChatAreAskedTogether() throws Exception {
    Address log = Samples.newLog();
    Promise<Void> gate = Promise.promise();
    gates.put(log.chat(), gate.future());
    try (LoneIngest ingest = open()) {
      Future<Acknowledgement> answer = submit(ingest, log);
      Await.until("both to be asked", () -> asked.getOrDefault(log.chat(), 0) == 2);
      gate.complete();
      assertThat(LoneIngest.await(answer).seq()).isOne();
    }
  }

  /** Another node appends behind a reading that is still on its way here. */
  @Test
  void headThatIsHeardStandsAgainstAnOlderReading() throws Exception {
    Address log = Samples.newLog();
    Promise<Void> gate = Promise.promise();
    AtomicInteger readings = new AtomicInteger();
    try (LoneIngest ingest =
        new LoneIngest(data, MAX_CACHED, store -> lateHeads(store, gate.future(), readings))) {
      Future<Acknowledgement> answer = submit(ingest, log);
      Await.until("the reading", () -> readings.get() == 1);
      Run others = Samples.run(log, Samples.event(1, "another node's"));
      LoneIngest.await(ingest.store().append(List.of(others)).get(0));
      ingest.headSeen(log, 1);
      gate.complete();

      assertThat(LoneIngest.await(answer).seq()).isEqualTo(2);
      assertThat(ingest.races().lostRaces()).isZero();
    }
  }

  /** Tells heads as they were when they were asked for, once {@code gate} is open. */
  private static EventStore lateHeads(EventStore store, Future<?> gate, AtomicInteger readings) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          Object answer = method.invoke(store, arguments);
          if (!method.getName().equals("heads")) {
            return answer;
          }
          return ((Future<?>) answer)
              .onSuccess(read -> readings.incrementAndGet())
              .compose(heads -> gate.map(open -> heads));
        };
    Class<?>[] port = {EventStore.class};
    return (EventStore) Proxy.newProxyInstance(EventStore.class.getClassLoader(), port, handler);
  }
}
