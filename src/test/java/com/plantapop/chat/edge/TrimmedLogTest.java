package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What readers of a log are told that no longer begins with 1 (design sections 9 and 10). */
@Timeout(60)
class TrimmedLogTest {
  @TempDir private Path data;

  @Test
  void saysWhereTheLogBegins() throws Exception {
    AtomicReference<EventStore> store = new AtomicReference<>();
    String address = Frames.newAddress();
    Address log = Address.messages(new ChatId(address.substring("chat.".length())));
    try (TestNode node = TestNode.start(data, Map.of(), real -> keep(store, real));
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port())) {
      for (int i = 1; i <= 9; i++) {
        socket.submit(address, Frames.message("" + i));
      }
      assertThat(page(socket, address, "{}")).containsOnlyKeys("events", "head");
      assertThat(page(socket, address, "{\"after\":5}")).containsOnlyKeys("events", "head");

      store.get().trim(log, 4).await(30, TimeUnit.SECONDS);

      for (String query : new String[] {"{}", "{\"after\":0}", "{\"after\":7}", "{\"before\":2}"}) {
        assertThat(page(socket, address, query))
            .as(query)
            .containsEntry("first", 4)
            .containsEntry("head", 9);
      }
      assertThat(socket.submit(address + ".history", "{\"after\":0}").toString())
          .contains("\"events\":[{\"seq\":4,");
    }
  }

  @Test
  void whoResumesBeforeItBeginsIsToldAndMayBeginAnew() throws Exception {
    AtomicReference<EventStore> store = new AtomicReference<>();
    String address = Frames.newAddress();
    Address log = Address.messages(new ChatId(address.substring("chat.".length())));
    try (TestNode node = TestNode.start(data, Map.of(), real -> keep(store, real));
        BridgeSocket socket = BridgeSocket.sockJs(node.vertx(), node.port());
        BridgeSocket live = BridgeSocket.raw(node.vertx(), node.port())) {
      live.register(address, null);
      for (int i = 1; i <= 9; i++) {
        socket.submit(address, Frames.message("" + i));
        live.nextJson();
      }
      store.get().trim(log, 4).await(30, TimeUnit.SECONDS);

      for (long since : new long[] {0, 2}) {
        assertThat(socket.register(address, since)).isEqualTo(since);
        JsonObject gone = socket.nextJson();
        assertThat(gone.getInteger("failureCode")).as(gone.encode()).isEqualTo(410);
        assertThat(gone.getString("address")).isEqualTo(address);
        assertThat(gone.getString("message")).isEqualTo("since: the log begins with 4 now");
      }
      assertThat(socket.register(address, 3L)).isEqualTo(3);
      for (int seq = 4; seq <= 9; seq++) {
        assertThat(seq(socket.nextJson())).isEqualTo("" + seq);
      }
      socket.submit(address, Frames.message("10"));
      assertThat(seq(live.nextJson())).isEqualTo("10");
    }
  }

  private static String seq(JsonObject event) {
    return event.getJsonObject("headers").getString("seq");
  }

  private static EventStore keep(AtomicReference<EventStore> store, EventStore real) {
    store.set(real);
    return real;
  }

  private static Map<String, Object> page(BridgeSocket socket, String address, String query)
      throws InterruptedException {
    JsonObject page = socket.submit(address + ".history", query).getJsonObject("body");
    return page.getMap();
  }
}
