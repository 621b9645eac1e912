package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.support.Chats;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.TestNode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** For whom internal services ask, where callers are known. */
@Timeout(60)
class BusCallerTest {
  private static final String ANN = "ann@x.example";
  private static final String EVE = "eve@x.example";
  private static final String ACTOR = "actor";
  private static final String TOKEN = "Authorization";

  @TempDir private Path data;
  private final String address = Frames.newAddress();
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings =
        Map.of("CHAT_AUTH_MODE", "jwt", "CHAT_AUTH_JWT_SECRET", Jwts.SECRET);
    node = TestNode.start(data, settings, UnaryOperator.identity());
    Chats.create(node.port(), address, ANN);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /** What comes back, or the number of the refusal. */
  private Object ask(String where, JsonObject request, Map<String, String> headers) {
    DeliveryOptions options = new DeliveryOptions();
    headers.forEach(options::addHeader);
    return node.vertx()
        .eventBus()
        .<JsonObject>request(where, request, options)
        .<Object>map(Message::body)
        .recover(refused -> Future.succeededFuture(((ReplyException) refused).failureCode()))
        .await();
  }

  private Object submit(Map<String, String> headers, String body) {
    JsonObject request = new JsonObject().put("address", address).put("body", body);
    return ask("chat.submit", request, headers);
  }

  private Object history(Map<String, String> headers) {
    return ask("chat.history", new JsonObject().put("address", address), headers);
  }

  private JsonObject newest() {
    JsonObject page = (JsonObject) history(Map.of());
    return page.getJsonArray("events")
        .getJsonObject(page.getInteger("head") - 1)
        .getJsonObject("body");
  }

  @Test
  void serviceActsForAllWhenItNamesNobody() {
    assertThat(submit(Map.of(), "{\"sender\":\"eve@x.example\"}")).isInstanceOf(JsonObject.class);
    assertThat(newest().getString("sender")).isEqualTo(EVE);
  }

  @Test
  void actorHasTheRightsOfThatPerson() {
    assertThat(submit(Map.of(ACTOR, "ann@X.example"), "{}")).isInstanceOf(JsonObject.class);
    assertThat(newest().getString("sender")).isEqualTo("ann@X.example");
    assertThat(history(Map.of(ACTOR, ANN))).isInstanceOf(JsonObject.class);
    assertThat(submit(Map.of(ACTOR, ANN), "{\"sender\":\"eve@x.example\"}")).isEqualTo(403);
    assertThat(submit(Map.of(ACTOR, EVE), "{}")).isEqualTo(403);
    assertThat(history(Map.of(ACTOR, EVE))).isEqualTo(403);
  }

  @Test
  void tokenThatIsHandedOnHasTheRightsOfItsOwner() {
    assertThat(submit(Map.of(TOKEN, "Bearer " + Jwts.of(ANN)), "{}"))
        .isInstanceOf(JsonObject.class);
    assertThat(newest().getString("sender")).isEqualTo(ANN);
    assertThat(submit(Map.of(TOKEN, "Bearer " + Jwts.of(EVE)), "{}")).isEqualTo(403);
  }
}
