package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.EventKey;
import io.vertx.core.json.JsonObject;

/**
 * How events are found. The {@code _id} of an event is its address and its number, so the index
 * that every collection has anyway keeps (address, seq) unique and serves a log in its order both
 * ways. All of it is ASCII but the event's key, and compared byte by byte.
 */
final class Names {
  static final String EVENTS = "events";
  static final String CHATS = "chats";
  static final String META = "meta";
  static final String ID = "_id";

  /** {@code <address>|<event key>}, under a unique index of its own. */
  static final String KEY = "key";

  /** Of a chat: what it is bound to, under a unique index. */
  static final String CHAT_ID = "chatId";

  /** The digits of Long.MAX_VALUE, so that text sorts as the numbers do. */
  private static final int DIGITS = 19;

  private static final char BEFORE_SEQ = ':';

  /** The next character: greater than every id of the log, less than those of any other. */
  private static final char AFTER_SEQS = ';';

  private static final char BEFORE_KEY = '|';

  private Names() {}

  static String id(Address address, long seq) {
    String digits = Long.toString(seq);
    return address.onBus() + BEFORE_SEQ + "0".repeat(DIGITS - digits.length()) + digits;
  }

  static long seq(String id) {
    return Long.parseLong(id.substring(id.length() - DIGITS));
  }

  static String key(Address address, EventKey key) {
    return address.onBus() + BEFORE_KEY + key.value();
  }

  static EventKey eventKey(Address address, String key) {
    return new EventKey(key.substring(address.onBus().length() + 1));
  }

  /** The events of a log after a number. */
  static JsonObject after(Address address, long seq) {
    String from = id(address, Math.max(0, seq));
    return range(from, address.onBus() + AFTER_SEQS);
  }

  /** The events of a log before a number, which is at least 1. */
  static JsonObject before(Address address, long seq) {
    return range(address.onBus() + BEFORE_SEQ, id(address, seq));
  }

  static JsonObject wholeLog(Address address) {
    return range(address.onBus() + BEFORE_SEQ, address.onBus() + AFTER_SEQS);
  }

  private static JsonObject range(String above, String below) {
    return new JsonObject().put(ID, new JsonObject().put("$gt", above).put("$lt", below));
  }
}
