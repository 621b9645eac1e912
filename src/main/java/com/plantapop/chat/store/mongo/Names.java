package com.plantapop.chat.store.mongo;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How events are found. The {@code _id} of an event is its address and its number, so the index
 * that every collection has anyway keeps (address, seq) unique and serves a log in its order both
 * ways. All of it is ASCII but the event's key, and compared byte by byte.
 *
 * <p>Every query names {@code address} beside: it is the shard key where the collection is sharded,
 * by its hash, so that a log lies on one shard and a query goes to the shards of its logs only.
 */
final class Names {
  static final String EVENTS = "events";
  static final String CHATS = "chats";
  static final String META = "meta";

  /** Entries that tell the chats of a person. */
  static final String LISTS = "lists";

  static final String ID = "_id";

  static final String ADDRESS = "address";

  /**
   * {@code <address>|<event key>}, unique together with the address: on shards, a unique index must
   * begin with the shard key.
   */
  static final String KEY = "key";

  /** Of a chat: what it is bound to, under a unique index. */
  static final String CHAT_ID = "chatId";

  /**
   * Of an entry: {@code <person> <activity> <chat>}, activity in as many digits as numbers of
   * events, so that those of a person lie in the order of activity.
   */
  static final String ORDER = "order";

  /** The digits of Long.MAX_VALUE, so that text sorts as the numbers do. */
  private static final int DIGITS = 19;

  private static final char BEFORE_SEQ = ':';

  /** The next character: greater than every id of the log, less than those of any other. */
  private static final char AFTER_SEQS = ';';

  private static final char BEFORE_KEY = '|';

  private static final String GRAVE = BEFORE_KEY + EventKey.GRAVE.value();

  private Names() {}

  static String id(Address address, long seq) {
    return id(address.onBus(), seq);
  }

  /** For who has the text of the address already. */
  static String id(String address, long seq) {
    return address + BEFORE_SEQ + digits(seq);
  }

  /** Text that sorts as the numbers do, which must not be negative. */
  static String digits(long number) {
    String digits = Long.toString(number);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  static long seq(String id) {
    return Long.parseLong(id.substring(id.length() - DIGITS));
  }

  static String key(Address address, EventKey key) {
    return key(address.onBus(), key);
  }

  static String key(String address, EventKey key) {
    return address + BEFORE_KEY + key.value();
  }

  static EventKey eventKey(Address address, String key) {
    return new EventKey(key.substring(address.onBus().length() + 1));
  }

  /** Whether a document is one. */
  static boolean isGrave(JsonObject document) {
    String key = document.getString(KEY);
    // A receipt's ends with whatever its reader is called.
    return key.endsWith(GRAVE) && key.indexOf(BEFORE_KEY) == key.length() - GRAVE.length();
  }

  static JsonObject event(Address address, long seq) {
    return new JsonObject().put(ADDRESS, address.onBus()).put(ID, id(address, seq));
  }

  /** The events of a log after a number. */
  static JsonObject after(Address address, long seq) {
    return range(address, id(address, Math.max(0, seq)), address.onBus() + AFTER_SEQS);
  }

  /** The events of a log before a number, which is at least 1. */
  static JsonObject before(Address address, long seq) {
    return range(address, address.onBus() + BEFORE_SEQ, id(address, seq));
  }

  static JsonObject wholeLog(Address address) {
    return range(address, address.onBus() + BEFORE_SEQ, address.onBus() + AFTER_SEQS);
  }

  private static JsonObject range(Address address, String above, String below) {
    return new JsonObject()
        .put(ADDRESS, address.onBus())
        .put(ID, new JsonObject().put("$gt", above).put("$lt", below));
  }

  /** Those events of a log that have one of the values of {@link #KEY}. */
  static JsonObject keys(Address address, List<String> keys) {
    return new JsonObject().put(ADDRESS, address.onBus()).put(KEY, oneOf(keys));
  }

  /** The events at positions of many logs: the shards of these logs are asked at the same time. */
  static JsonObject positions(List<Position> positions) {
    return new JsonObject()
        .put(ADDRESS, oneOf(positions.stream().map(p -> p.address().onBus()).distinct().toList()))
        .put(ID, oneOf(positions.stream().map(p -> id(p.address(), p.seq())).toList()));
  }

  static JsonObject oneOf(List<String> values) {
    return new JsonObject().put("$in", new JsonArray(values));
  }
}
