package com.plantapop.chat.support;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Frames as vertx-eventbus.js writes them. */
public final class Frames {
  private Frames() {}

  /** A chat address nobody else uses. */
  public static String newAddress() {
    return "chat." + newChatId();
  }

  public static String newChatId() {
    StringBuilder id = new StringBuilder(24);
    while (id.length() < 24) {
      id.append(Integer.toHexString(ThreadLocalRandom.current().nextInt(16)));
    }
    return id.toString();
  }

  /**
   * A send that wants an answer.
   *
   * @param body JSON text
   */
  public static String send(String address, String body, String replyAddress) {
    return "{\"type\":\"send\",\"address\":\""
        + address
        + "\",\"headers\":{},\"body\":"
        + body
        + ",\"replyAddress\":\""
        + replyAddress
        + "\"}";
  }

  public static String publish(String address, String body) {
    return "{\"type\":\"publish\",\"address\":\""
        + address
        + "\",\"headers\":{},\"body\":"
        + body
        + "}";
  }

  /**
   * A register that wants to know when it stands.
   *
   * @param since null to begin now
   */
  public static String register(String address, Long since) {
    JsonObject headers = new JsonObject().put("ack", "true");
    if (since != null) {
      headers.put("since", since.toString());
    }
    return new JsonObject()
        .put("type", "register")
        .put("address", address)
        .put("headers", headers)
        .encode();
  }

  public static String unregister(String address) {
    return new JsonObject().put("type", "unregister").put("address", address).encode();
  }

  /** The same frame with a token, as {@code defaultHeaders} of vertx-eventbus.js bring it. */
  public static String withToken(String frame, String token) {
    JsonObject all = new JsonObject(frame);
    JsonObject headers = all.getJsonObject("headers", new JsonObject());
    return all.put("headers", headers.put("Authorization", "Bearer " + token)).encode();
  }

  /** A message with a new id. */
  public static String message(String content) {
    return message(UUID.randomUUID().toString(), content);
  }

  public static String message(String id, String content) {
    return new JsonObject()
        .put("id", id)
        .put("sender", "ana@example.com")
        .put("content", content)
        .put("timestamp", "2026-01-31T12:00:00Z")
        .encode();
  }

  public static String receipt(String messageId, String recipient) {
    return new JsonObject()
        .put("messageId", messageId)
        .put("recipient", recipient)
        .put("timestamp", "2026-01-31T12:00:01Z")
        .encode();
  }
}
