package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logs that have readers and are written to by faults only. Whatever else is written to a log tells
 * its readers of what they have missed; here they must learn of it as they would of the last
 * message of a conversation. Their members stay.
 */
final class Still {
  /** More than there are writes at one time. */
  private static final int CHATS = 6;

  private final List<Chat> chats = new ArrayList<>();
  private final Person sender;
  private final Random random;
  private int turn;

  /**
   * @param sender the service, which may write everywhere
   */
  Still(Random random, List<Person> everybody, Person sender, Journal journal) {
    this.random = random;
    this.sender = sender;
    for (int i = 0; i < CHATS; i++) {
      chats.add(new Chat(random, everybody, journal));
    }
  }

  List<Chat> chats() {
    return chats;
  }

  /** The one that a client reads: each has readers who wander and such as stay. */
  ChatLog of(Client client) {
    return chats.get(client.index() / 2 % CHATS).messages();
  }

  /** One that nobody has sent yet. */
  StillWrite next() {
    ChatLog log = chats.get(turn % CHATS).messages();
    turn++;
    String key = Seeds.uuid(random).toString();
    JsonObject body =
        new JsonObject()
            .put("id", key)
            .put("sender", "still@example.com")
            .put("content", "still " + turn)
            .put("timestamp", Script.TIMESTAMP);
    return new StillWrite(new Op(log, sender, key, body), log.reach() + 1);
  }
}
