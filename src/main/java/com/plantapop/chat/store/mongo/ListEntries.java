package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.store.ListEntry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry of a list as a document: {@code _id} is {@code <chat> <person>}, beside it {@code seq}
 * and {@link Names#ORDER}. No address has a space in it.
 */
final class ListEntries {
  private static final String SEQ = "seq";
  private static final char SPACE = ' ';

  /** The next character: greater than what follows a space, less than any address goes on. */
  private static final char AFTER_SPACE = '!';

  private static final int ACTIVITY_DIGITS = 19;

  private ListEntries() {}

  static JsonObject id(ChatId chat, String person) {
    return new JsonObject().put(Names.ID, chat.hex() + SPACE + person);
  }

  /** Makes or raises the entry; {@code _id} comes from {@link #id}. */
  static JsonObject raise(ListEntry entry) {
    return new JsonObject()
        .put("$max", new JsonObject().put(SEQ, entry.seq()).put(Names.ORDER, order(entry)));
  }

  /** The entry, unless it is for a later event. */
  static JsonObject upTo(ChatId chat, String person, long seq) {
    return id(chat, person).put(SEQ, new JsonObject().put("$lte", seq));
  }

  private static String order(ListEntry entry) {
    String activity = Names.digits(Math.max(0, entry.activity().toEpochMilli()));
    return entry.person() + SPACE + activity + SPACE + entry.chat().hex();
  }

  /** A person's entries with an order less than that of {@code after}. */
  static JsonObject of(String person, Optional<ListEntry> after) {
    String below = after.map(ListEntries::order).orElse(person + AFTER_SPACE);
    return range(Names.ORDER, person + SPACE, below);
  }

  static JsonObject ofChat(ChatId chat) {
    return range(Names.ID, chat.hex() + SPACE, chat.hex() + AFTER_SPACE);
  }

  private static JsonObject range(String field, String above, String below) {
    return new JsonObject().put(field, new JsonObject().put("$gt", above).put("$lt", below));
  }

  static ListEntry entry(JsonObject document) {
    String order = document.getString(Names.ORDER);
    int chat = order.length() - ChatId.LENGTH;
    int activity = chat - 1 - ACTIVITY_DIGITS;
    return new ListEntry(
        new ChatId(order.substring(chat)),
        order.substring(0, activity - 1),
        document.getLong(SEQ),
        Instant.ofEpochMilli(Long.parseLong(order.substring(activity, chat - 1))));
  }
}
