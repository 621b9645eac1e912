package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.ServiceBus;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was published on an address past the way in reaches no browser as if it were stored. */
class RawPublishTest {
  private final String address = Frames.newAddress();
  @TempDir private Path data;
  private TestNode node;
  private EventBus bus;
  private BridgeSocket browser;

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data);
    bus = node.vertx().eventBus();
    browser = BridgeSocket.raw(node.vertx(), node.port());
    browser.register(address, null);
  }

  @AfterEach
  void stop() {
    browser.close();
    node.close();
  }

  @Test
  void withItsIdIsStoredOnceHoweverOftenItIsSeen() throws Exception {
    JsonObject message = new JsonObject(Frames.message("raw"));
    bus.publish(address, message);
    bus.publish(address, message);
    assertThat(seq(browser.nextJson())).isEqualTo("1");

    ServiceBus service = new ServiceBus(node.vertx());
    assertThat(service.submit(address, message).getBoolean("duplicate")).isTrue();
    service.submit(address, new JsonObject(Frames.message("next")));
    assertThat(seq(browser.nextJson())).isEqualTo("2");
    assertThat(browser.isQuiet()).isTrue();
  }

  @Test
  void receiptWithItsMessageIsStored() throws Exception {
    JsonObject message = new JsonObject(Frames.message("read me"));
    new ServiceBus(node.vertx()).submit(address, message);
    browser.nextJson();
    browser.register(address + ".receipts", null);
    String receipt = Frames.receipt(message.getString("id"), "bob@example.com");
    bus.publish(address + ".receipts", new JsonObject(receipt));
    assertThat(seq(browser.nextJson())).isEqualTo("1");
  }

  @Test
  void withoutAnIdOrThatIsNoEventReachesNobody() throws Exception {
    bus.publish(address, new JsonObject().put("content", "no id"));
    bus.publish(address, new JsonObject().put("id", "no uuid"));
    bus.publish(address, "no object");
    bus.publish(address, null);
    assertOnlyTheNextOneComes();
  }

  @Test
  void withAMadeUpNumberReachesNobody() throws Exception {
    DeliveryOptions forged =
        new DeliveryOptions()
            .addHeader("seq", "1")
            .addHeader("acceptedAt", "2026-01-31T12:00:00.123Z")
            .addHeader("proof", "mine");
    bus.publish(address, new JsonObject(Frames.message("forged")), forged);
    assertOnlyTheNextOneComes();
  }

  private void assertOnlyTheNextOneComes() throws Exception {
    bus.publish(address, new JsonObject(Frames.message("next")));
    JsonObject next = browser.nextJson();
    assertThat(seq(next)).isEqualTo("1");
    assertThat(next.getJsonObject("body").getString("content")).isEqualTo("next");
    assertThat(browser.isQuiet()).isTrue();
  }

  private static String seq(JsonObject frame) {
    return frame.getJsonObject("headers").getString("seq");
  }
}
