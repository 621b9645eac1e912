package com.plantapop.chat.edge.rest;

import static com.plantapop.chat.support.Rest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.DisturbedStore;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Limits;
import com.plantapop.chat.support.Rest;
import com.plantapop.chat.support.TestCluster;
import com.plantapop.chat.support.TestCluster.Member;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A node that has not heard for a while whose rights have ended, since it stood still or the store
 * is slow, serves nobody by what it knew before.
 */
@Timeout(120)
class StandstillTest {
  private static final String ANN = "ann@x.example";
  private static final String BOB = "bob@x.example";
  private static final String DAN = "dan@x.example";
  private static final Duration PROMISED = Duration.ofSeconds(2);

  /** No head checks: nothing but the control log finds what the bus has lost. */
  private static final Map<String, String> SETTINGS =
      Limits.farOff(
          Map.of(
              "CHAT_AUTH_MODE", "jwt",
              "CHAT_AUTH_JWT_SECRET", Jwts.SECRET,
              "CHAT_HUB_HEAD_CHECK_MS", "600000"));

  private final TestCluster cluster = new TestCluster();
  private final Promise<Void> gate = Promise.promise();
  private final String address = Frames.newAddress();
  private final String path = "/chats/" + address.substring("chat.".length());
  private volatile boolean isHeld;
  private volatile boolean isCut;

  @AfterEach
  void close() throws Exception {
    gate.tryComplete();
    cluster.close();
  }

  /** Only the logs of the service itself cannot be read, while that is so. */
  private Future<?> held() {
    return isHeld ? gate.future() : Future.succeededFuture();
  }

  private void lose(DeliveryContext<Object> context) {
    if (!isCut || !context.message().address().startsWith("chat.events")) {
      context.next();
    }
  }

  @Test
  void whoWasRemovedGetsNothingThatCameTwoSecondsLater() throws Exception {
    Member near = cluster.start("still", SETTINGS, UnaryOperator.identity());
    Member still = cluster.start("still", SETTINGS, DisturbedStore.withOwnReadsAfter(this::held));
    still.vertx().eventBus().<Object>addInboundInterceptor(this::lose);
    Chats.create(near.node().port(), address, ANN, BOB);
    Rest ann = new Rest(near.node().port(), Jwts.of(ANN));
    String other = Frames.newAddress();
    Chats.create(near.node().port(), other, DAN);
    Rest dan = new Rest(still.node().port(), Jwts.of(DAN));
    try (BridgeSocket reader = open(still, BOB);
        BridgeSocket writer = open(still, DAN)) {
      reader.register(address, 0L);
      assertThat(writer.submit(other, "{}").getString("type")).isEqualTo("rec");
      isHeld = true;
      isCut = true;
      Rest service = Chats.service(near.node().port());
      assertThat(service.delete(path + "/members/" + BOB).status()).isEqualTo(204);
      final Instant removed = Instant.now();
      String others = "/chats/" + other.substring("chat.".length());
      assertThat(service.delete(others + "/members/" + DAN).status()).isEqualTo(204);
      isCut = false;
      while (Instant.now().isBefore(removed.plus(PROMISED.multipliedBy(2)))) {
        assertThat(ann.post(path + "/messages", "{}").status()).isEqualTo(201);
      }
      assertProblem(403, dan.get(others + "/messages"));
      assertThat(writer.submit(other, "{}").getInteger("failureCode")).isEqualTo(403);
      gate.complete();
      assertThat(lastDelivered(reader)).isBeforeOrEqualTo(removed.plus(PROMISED));
    }
  }

  private BridgeSocket open(Member node, String email) throws Exception {
    return BridgeSocket.withToken(cluster.clients(), node.node().port(), Jwts.of(email));
  }

  /** Until the subscription has ended. */
  private static Instant lastDelivered(BridgeSocket reader) throws Exception {
    Instant last = Instant.MIN;
    JsonObject frame = reader.nextJson();
    while (frame.getString("type").equals("rec")) {
      last = Instant.parse(frame.getJsonObject("headers").getString("acceptedAt"));
      frame = reader.nextJson();
    }
    assertThat(frame.getInteger("failureCode")).as(frame.encode()).isEqualTo(403);
    return last;
  }
}
