package com.plantapop.chat.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is published on the bus past the way in, where nobody can be told. */
class RawPublishAttackTest extends AttackTest {
  private static JsonObject message() {
    return new JsonObject().put("id", UUID.randomUUID().toString()).put("content", Stage.MARK);
  }

  static Stream<Arguments> bad() {
    String ann = "Bearer " + stage.goodToken();
    return Stream.of(
        Arguments.of("nothing", null, Map.of()),
        Arguments.of("text", message().encode(), Map.of()),
        Arguments.of("bytes", message().toBuffer(), Map.of()),
        Arguments.of("no id", new JsonObject().put("content", Stage.MARK), Map.of()),
        Arguments.of("a bad id", message().put("id", "../" + Stage.MARK), Map.of()),
        Arguments.of("an id in an object", message().put("id", new JsonObject()), Map.of()),
        Arguments.of("a bad sender", message().put("sender", "ann"), Map.of()),
        Arguments.of("another chat", message().put("chatId", "" + UUID.randomUUID()), Map.of()),
        Arguments.of("a huge one", message().put("content", "x".repeat(70_000)), Map.of()),
        Arguments.of("a number of its own", message(), Map.of("seq", "1")),
        Arguments.of(
            "a number and a time", message(), Map.of("SEQ", "9", "acceptedAt", "2026-01-31")),
        Arguments.of("an actor who may not", message(), Map.of("actor", Stage.EVE)),
        Arguments.of("no actor", message(), Map.of("actor", "service")),
        Arguments.of(
            "another's name", message().put("sender", Stage.BOB), Map.of("actor", Stage.ANN)),
        Arguments.of("no token", message(), Map.of("Authorization", "Bearer x")),
        Arguments.of(
            "the token of a stranger",
            message(),
            Map.of("Authorization", "Bearer " + Issuer.token(Stage.EVE))),
        Arguments.of(
            "a token in another's name",
            message().put("sender", Stage.BOB),
            Map.of("Authorization", ann)),
        Arguments.of(
            "a token and an actor", message(), Map.of("Authorization", ann, "actor", Stage.ANN)));
  }

  private static void publish(Object body, Map<String, String> headers) {
    DeliveryOptions options = new DeliveryOptions();
    headers.forEach(options::addHeader);
    EventBus bus = stage.vertx().eventBus();
    bus.publish(stage.chat, body, options);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void nothingOfItIsStoredOrDelivered(String name, Object body, Map<String, String> headers)
      throws Exception {
    publish(body, headers);
    JsonObject next = message();
    publish(next, Map.of());
    JsonObject delivered = stage.delivered().getJsonObject("body");
    assertThat(delivered.getString("id")).isEqualTo(next.getString("id"));
  }

  @Test
  void whoIsNamedSpeaks() throws Exception {
    publish(message(), Map.of("actor", Stage.ANN));
    assertThat(stage.delivered().getJsonObject("body").getString("sender")).isEqualTo(Stage.ANN);
    publish(message(), Map.of("Authorization", "Bearer " + stage.goodToken()));
    assertThat(stage.delivered().getJsonObject("body").getString("sender")).isEqualTo(Stage.ANN);
  }
}
