package com.plantapop.chat.attack;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/**
 * What somebody tries, the same at whatever door.
 *
 * @param token that is brought; null for none
 * @param body JSON text, as it is
 * @param headers of the frame, the request or the bus message
 */
record Attempt(String token, Verb verb, String address, String body, Map<String, String> headers) {
  static final String REPLY = "reply";

  /** What there is to do with a log. */
  enum Verb {
    SEND,
    PUBLISH,
    REGISTER,
    UNREGISTER,
    HISTORY
  }

  Attempt(String token, Verb verb, String address, String body) {
    this(token, verb, address, body, Map.of());
  }

  Attempt with(Map<String, String> more) {
    return new Attempt(token, verb, address, body, more);
  }

  /** As a frame of the bridge, which may bring the token. */
  String frame(boolean withToken) {
    JsonObject all = new JsonObject();
    headers.forEach(all::put);
    if (verb == Verb.REGISTER) {
      all.put("ack", "true");
    }
    if (withToken && token != null) {
      all.put("Authorization", "Bearer " + token);
    }
    String history = address.contains("/") ? "/history" : ".history";
    return "{\"type\":\""
        + (verb == Verb.HISTORY ? "send" : verb.name().toLowerCase(Locale.ROOT))
        + "\",\"address\":"
        + Json.encode(verb == Verb.HISTORY ? address + history : address)
        + (",\"headers\":" + all.encode())
        + (",\"replyAddress\":\"" + REPLY + "\",\"body\":" + body + "}");
  }

  @Override
  public String toString() {
    return verb + " " + Json.encode(address) + " " + body + (headers.isEmpty() ? "" : headers);
  }
}
