package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logs that have readers and are written to by faults only. Whatever else is written to a log tells
 * its readers of what they have missed; here they must learn of it as they would of the last
 * message of a conversation.
 */
final class Still {
  /** More than there are writes at one time. */
  private static final int CHATS = 6;

  private final List<ChatLog> logs = new ArrayList<>();
  private final Random random;
  private int turn;

  Still(Random random, Journal journal) {
    this.random = random;
    for (int i = 0; i < CHATS; i++) {
      String chat = Seeds.uuid(random).toString().replace("-", "").substring(0, 24);
      logs.add(new ChatLog("chat." + chat, journal));
    }
  }

  List<ChatLog> logs() {
    return logs;
  }

  /** The one that a client reads: each has readers who wander and such as stay. */
  ChatLog of(Client client) {
    return logs.get(client.index() / 2 % CHATS);
  }

  /** One that nobody has sent yet. */
  StillWrite next() {
    ChatLog log = logs.get(turn % CHATS);
    turn++;
    String key = Seeds.uuid(random).toString();
    JsonObject body =
        new JsonObject()
            .put("id", key)
            .put("sender", "still@example.com")
            .put("content", "still " + turn)
            .put("timestamp", Script.TIMESTAMP);
    return new StillWrite(new Op(log, key, body), log.reach() + 1);
  }
}
