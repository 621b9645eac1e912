package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G5: every event after the cursor, in order, once, whatever the bus loses, repeats or swaps. */
class LostBusMessagesTest {
  @TempDir private Path data;
  private TestNode node;
  private BridgeSocket reader;
  private BridgeSocket writer;
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger delayed = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    node = TestNode.start(data, Map.of("CHAT_HUB_HEAD_CHECK_MS", "100"), UnaryOperator.identity());
    reader = BridgeSocket.sockJs(node.vertx(), node.port());
    writer = BridgeSocket.raw(node.vertx(), node.port());
  }

  @AfterEach
  void stop() throws Exception {
    reader.close();
    writer.close();
    node.close();
  }

  private static boolean isEvent(DeliveryContext<Object> context) {
    return context.message().address().startsWith("chat.");
  }

  private void readerSees(int first, int last) throws InterruptedException {
    for (int i = first; i <= last; i++) {
      JsonObject event = reader.nextJson();
      assertThat(event.getJsonObject("headers").getString("seq")).isEqualTo("" + i);
      assertThat(event.getJsonObject("body").getString("content")).isEqualTo("" + i);
    }
    assertThat(reader.isQuiet()).isTrue();
  }

  @Test
  void lostMessagesAreFilledFromTheLog() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    node.vertx()
        .eventBus()
        .addOutboundInterceptor(
            context -> {
              synchronized (random) {
                if (isEvent(context) && random.nextInt(3) == 0) {
                  lost.incrementAndGet();
                  return;
                }
              }
              context.next();
            });
    String address = Frames.newAddress();
    reader.register(address, null);

    for (int i = 1; i <= 500; i++) {
      writer.submit(address, Frames.message("" + i));
    }

    readerSees(1, 500);
    assertThat(lost.get()).as("lost with seed " + seed).isPositive();
  }

  @Test
  void lostLastMessageIsFoundWithoutAnotherOneFollowing() throws Exception {
    String address = Frames.newAddress();
    reader.register(address, null);
    writer.submit(address, Frames.message("1"));
    readerSees(1, 1);

    node.vertx().eventBus().addOutboundInterceptor(this::dropEvents);
    writer.submit(address, Frames.message("2"));

    readerSees(2, 2);
    assertThat(lost.get()).isPositive();
  }

  private void dropEvents(DeliveryContext<Object> context) {
    if (isEvent(context)) {
      lost.incrementAndGet();
    } else {
      context.next();
    }
  }

  @Test
  void repeatedAndSwappedMessagesAreDeliveredOnceInOrder() throws Exception {
    node.vertx().eventBus().addOutboundInterceptor(this::delayAndRepeat);
    String address = Frames.newAddress();
    reader.register(address, null);

    for (int i = 1; i <= 100; i++) {
      writer.submit(address, Frames.message("" + i));
    }

    readerSees(1, 100);
    assertThat(delayed.get()).isPositive();
    assertThat(repeated.get()).isPositive();
  }

  /** Every second message takes a detour and is overtaken; some come twice. */
  private void delayAndRepeat(DeliveryContext<Object> context) {
    String seq = context.message().headers().get("seq");
    if (!isEvent(context) || seq == null || context.message().headers().contains("again")) {
      context.next();
    } else if (Long.parseLong(seq) % 2 == 0) {
      delayed.incrementAndGet();
      node.vertx().setTimer(5, passed -> context.next());
    } else {
      context.next();
      repeated.incrementAndGet();
      DeliveryOptions again = new DeliveryOptions().setHeaders(context.message().headers());
      again.addHeader("again", "true");
      node.vertx().eventBus().publish(context.message().address(), context.message().body(), again);
    }
  }

  @Test
  void whatWasPublishedPastTheLogReachesNobody() throws Exception {
    String address = Frames.newAddress();
    reader.register(address, null);

    JsonObject body = new JsonObject().put("content", "forged");
    DeliveryOptions beyond = new DeliveryOptions();
    beyond.addHeader("seq", "5").addHeader("acceptedAt", "2026-01-31T12:00:00.000Z");
    node.vertx().eventBus().publish(address, body, beyond);
    DeliveryOptions next = new DeliveryOptions();
    next.addHeader("seq", "1").addHeader("acceptedAt", "2026-01-31T12:00:00.000Z");
    next.addHeader("proof", "0".repeat(32));
    node.vertx().eventBus().publish(address, body, next);
    node.vertx().eventBus().publish(address, body);
    node.vertx().eventBus().publish(address, "not even JSON");
    writer.submit(address, Frames.message("1"));

    readerSees(1, 1);
  }
}
