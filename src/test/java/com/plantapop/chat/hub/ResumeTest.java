package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store is asked when all sockets of a node that has died come back at once. */
class ResumeTest {
  private static final int SOCKETS = 1_000;
  private static final int CHATS_EACH = 4;
  private static final long ROUND_TRIP_MS = 25;

  @TempDir private Path data;
  private final Vertx timers = Vertx.vertx();
  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicInteger heads = new AtomicInteger();

  private Future<Void> roundTrip() {
    return timers.timer(ROUND_TRIP_MS, TimeUnit.MILLISECONDS).mapEmpty();
  }

  /** Counts, and takes as long as a server elsewhere. */
  private EventStore watched(EventStore store) {
    EventStore slow = DisturbedStore.withReadsAfter(chat -> roundTrip()).apply(store);
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              count(method.getName(), arguments);
              return method.invoke(slow, arguments);
            });
  }

  private void count(String method, Object[] arguments) {
    if (method.equals("existing")) {
      lookups.incrementAndGet();
    } else if (method.equals("heads")) {
      heads.addAndGet(((Collection<?>) arguments[0]).size());
    }
  }

  private static Future<?> submit(TestNode node, String address) {
    JsonObject event =
        new JsonObject()
            .put("address", address)
            .put("body", new JsonObject(Frames.message("before the node died")));
    return node.vertx().eventBus().request(BusAddresses.SUBMIT, event);
  }

  @Test
  void thousandsOfTopicsCostAFewQueries() throws Exception {
    Map<String, String> settings = Map.of("CHAT_HUB_HEAD_CHECK_MS", "600000");
    try (TestNode node = TestNode.start(data, settings, this::watched)) {
      List<String> chats = new ArrayList<>();
      List<Future<?>> submitted = new ArrayList<>();
      for (int i = 0; i < SOCKETS * CHATS_EACH; i++) {
        chats.add(Frames.newAddress());
        submitted.add(submit(node, chats.get(i)));
      }
      Future.all(submitted).await(60, TimeUnit.SECONDS);
      heads.set(0);

      List<BridgeSocket> sockets = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        sockets.add(BridgeSocket.raw(timers, node.port()));
      }
      for (int i = 0; i < chats.size(); i++) {
        sockets.get(i % SOCKETS).send(Frames.register(chats.get(i), 1L));
      }
      for (BridgeSocket socket : sockets) {
        for (int i = 0; i < CHATS_EACH; i++) {
          assertThat(socket.nextJson().getJsonObject("message").getLong("seq")).isOne();
        }
      }
      assertThat(heads).hasValue(0);
      // 32 carry what is asked; how many more there are depends on how fast they come.
      assertThat(lookups).hasValueLessThan(chats.size() / 20);

      assertThat(submit(node, chats.get(0)).await(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(sockets.get(0).nextJson().getJsonObject("headers").getString("seq"))
          .isEqualTo("2");
      sockets.forEach(BridgeSocket::close);
    } finally {
      timers.close().await(20, TimeUnit.SECONDS);
    }
  }
}
