package com.plantapop.chat.bench;

import com.plantapop.chat.support.Jwts;
import com.plantapop.chat.support.Rest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Who the clients of a server of ours are to it. */
enum Identity {
  /** Nobody is asked. */
  OPEN,
  /** Each has a token of its own, and belongs to the chats that it is in. */
  JWT;

  private static final long TOKEN_SECONDS = 86_400;

  /** Of the server, as environment variables. */
  Map<String, String> settings() {
    return this == OPEN
        ? Map.of()
        : Map.of(
            "CHAT_AUTH_MODE", "jwt",
            "CHAT_AUTH_JWT_SECRET", Jwts.SECRET,
            "CHAT_CHATS_MAX_MEMBERS", "1000");
  }

  /** What a person's socket adds to its path. */
  String query(String email) {
    return this == OPEN
        ? ""
        : "?access_token="
            + Jwts.of(Jwts.claims(email).put("exp", Jwts.secondsFromNow(TOKEN_SECONDS)));
  }

  /** Creates a chat over REST where nobody may speak in one that there is not. */
  void create(int port, Chat chat, List<String> members) {
    if (this == JWT) {
      Rest service = new Rest(port, Jwts.of(Jwts.serviceClaims("bench")));
      JsonObject body =
          new JsonObject()
              .put("id", chat.id())
              .put("chatId", chat.chatId())
              .put("members", new JsonArray(members));
      create(service, body.encode());
    }
  }

  private static void create(Rest service, String body) {
    try {
      Rest.Answer answer = service.post("/chats", body);
      if (answer.status() != 201) {
        throw new BenchmarkException("no chat: " + answer.body());
      }
    } catch (IOException | InterruptedException e) {
      throw new BenchmarkException("no chat", e);
    }
  }
}
