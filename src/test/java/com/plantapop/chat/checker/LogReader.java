package com.plantapop.chat.checker;

import com.plantapop.chat.support.BridgeSocket;
import com.plantapop.chat.support.Frames;
import com.plantapop.chat.support.Jwts;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads whole logs from one node, page by page, as a client would. */
final class LogReader implements AutoCloseable {
  private static final int PAGE = 200;
  private static final int MAX_TRIES = 10;

  private final BridgeSocket socket;

  LogReader(Vertx vertx, Node node) throws Exception {
    this.socket =
        BridgeSocket.withToken(vertx, node.port(), Jwts.of(Jwts.serviceClaims("checker")));
  }

  /** The events of a log, as history has them. */
  List<JsonObject> read(ChatLog log) throws InterruptedException {
    List<JsonObject> events = new ArrayList<>();
    JsonArray page = page(log, 0);
    while (!page.isEmpty()) {
      page.forEach(event -> events.add((JsonObject) event));
      page = page(log, events.size());
    }
    return events;
  }

  private JsonArray page(ChatLog log, long after) throws InterruptedException {
    String query = new JsonObject().put("after", after).put("limit", PAGE).encode();
    JsonObject answer = null;
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      socket.send(Frames.send(log.address() + ".history", query, "page"));
      answer = socket.nextJson();
      if (!Call.isError(answer)) {
        return answer.getJsonObject("body").getJsonArray("events");
      }
    }
    throw new IllegalStateException("history of " + log + ": " + answer);
  }

  @Override
  public void close() {
    socket.close();
  }
}
