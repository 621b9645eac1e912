package com.plantapop.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** G5: every event after the cursor, in order, once, whatever the bus loses, repeats or swaps. */
class LostBusMessagesTest {
  /** So that nothing but counting finds a loss. */
  private static final Map<String, String> SELDOM = Map.of("CHAT_HUB_HEAD_CHECK_MS", "600000");

  private final TestCluster cluster = new TestCluster();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger delayed = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private Member there;
  private BridgeSocket reader;
  private BridgeSocket writer;

  @BeforeEach
  void start() throws Exception {
    Member here = cluster.start("losses", SELDOM, UnaryOperator.identity());
    there = cluster.start("losses", SELDOM, UnaryOperator.identity());
    reader = cluster.connect(here);
    writer = BridgeSocket.raw(cluster.clients(), there.node().port());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  /** Frames of events go to an address per node, hellos to all. */
  private static boolean isFrame(DeliveryContext<Object> context) {
    return context.message().address().startsWith("chat.events.");
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
    there
        .vertx()
        .eventBus()
        .addOutboundInterceptor(
            context -> {
              synchronized (random) {
                if (isFrame(context) && random.nextInt(3) == 0) {
                  lost.incrementAndGet();
                  return;
                }
              }
              context.next();
            });
    String address = Frames.newAddress();
    reader.register(address, null);

    for (int i = 1; i <= 200; i++) {
      writer.submit(address, Frames.message("" + i));
    }

    readerSees(1, 200);
    assertThat(lost.get()).as("lost with seed " + seed).isPositive();
  }

  @Test
  void lostLastMessageIsFoundWithoutAnotherOneFollowing() throws Exception {
    String address = Frames.newAddress();
    reader.register(address, null);
    writer.submit(address, Frames.message("1"));
    readerSees(1, 1);

    there.vertx().eventBus().addOutboundInterceptor(this::dropFrames);
    writer.submit(address, Frames.message("2"));

    readerSees(2, 2);
    assertThat(lost.get()).isPositive();
  }

  private void dropFrames(DeliveryContext<Object> context) {
    if (isFrame(context)) {
      lost.incrementAndGet();
    } else {
      context.next();
    }
  }

  @Test
  void whatAnotherVersionSaysIsReadFromTheLog() throws Exception {
    String address = Frames.newAddress();
    reader.register(address, null);
    there.vertx().eventBus().addOutboundInterceptor(this::sayItOtherwise);

    writer.submit(address, Frames.message("1"));

    readerSees(1, 1);
    assertThat(lost.get()).isPositive();
  }

  /** Hellos, too: nothing can be counted. */
  private void sayItOtherwise(DeliveryContext<Object> context) {
    if (context.message().address().startsWith("chat.events") && context.body() instanceof Buffer) {
      lost.incrementAndGet();
      there.vertx().eventBus().publish(context.message().address(), "in other words");
    } else {
      context.next();
    }
  }

  @Test
  void repeatedAndSwappedMessagesAreDeliveredOnceInOrder() throws Exception {
    there.vertx().eventBus().addOutboundInterceptor(this::delayAndRepeat);
    String address = Frames.newAddress();
    reader.register(address, null);

    for (int i = 1; i <= 100; i++) {
      writer.submit(address, Frames.message("" + i));
    }

    readerSees(1, 100);
    assertThat(delayed.get()).isPositive();
    assertThat(repeated.get()).isPositive();
  }

  /** Every second message takes a detour and is overtaken; the others come twice. */
  private void delayAndRepeat(DeliveryContext<Object> context) {
    if (!isFrame(context) || context.message().headers().contains("again")) {
      context.next();
    } else if ((delayed.get() + repeated.get()) % 2 == 0) {
      delayed.incrementAndGet();
      there.vertx().setTimer(5, passed -> context.next());
    } else {
      context.next();
      repeated.incrementAndGet();
      DeliveryOptions again = new DeliveryOptions().addHeader("again", "true");
      there.vertx().eventBus().send(context.message().address(), context.body(), again);
    }
  }

  @Test
  void whatWasPublishedPastTheLogReachesNobody() throws Exception {
    String address = Frames.newAddress();
    reader.register(address, null);

    JsonObject body = new JsonObject().put("content", "forged");
    DeliveryOptions numbered = new DeliveryOptions();
    numbered.addHeader("seq", "1").addHeader("acceptedAt", "2026-01-31T12:00:00.000Z");
    there.vertx().eventBus().publish(address, body, numbered);
    there.vertx().eventBus().publish(address, body);
    there.vertx().eventBus().publish(address, "not even JSON");
    writer.submit(address, Frames.message("1"));

    readerSees(1, 1);
  }
}
