package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Chats as the marketplace's back end has them: created over REST with a service's token. */
public final class Chats {
  private Chats() {}

  /** Creates the chat of an address ({@code chat.<id>}) with these members. */
  public static void create(int port, String address, String... members) throws Exception {
    create(service(port), address, members);
  }

  /** As the other, by a service of one's own. */
  public static void create(Rest service, String address, String... members) throws Exception {
    Rest.Answer answer =
        service.post(
            "/chats",
            new JsonObject()
                .put("id", address.substring("chat.".length()))
                .put("members", new JsonArray(List.of(members)))
                .encode());
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  /** REST with a service's token. */
  public static Rest service(int port) {
    return new Rest(port, Jwts.of(Jwts.serviceClaims("shop")));
  }
}
