package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;

/**
 * Which page of the past is wanted (design section 10): {@code {after|before, limit}}, the newest
 * one when neither is said.
 *
 * @param forward whether the oldest events after {@code seq} are wanted, else the newest before it
 * @param limit most events of the page, 1 to 200
 */
public record HistoryQuery(boolean forward, long seq, int limit) {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  /** Throws a Refusal (400) naming the member that is wrong; null is absent, others are ignored. */
  public static HistoryQuery parse(JsonObject query) {
    int limit = (int) number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    boolean forward = query.getValue("after") != null;
    if (forward && query.getValue("before") != null) {
      throw Refusal.malformed("before: not together with after");
    }
    long seq =
        forward
            ? number(query, "after", 0, 0, Long.MAX_VALUE)
            : number(query, "before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    return new HistoryQuery(forward, seq, limit);
  }

  private static long number(JsonObject query, String field, long absent, long least, long most) {
    Object value = query.getValue(field);
    return value == null ? absent : wholeNumber(field, value.toString(), least, most);
  }

  /** The page, for whoever may read it; fails with a Refusal. */
  public Future<History.Page> read(History history, Caller caller, Address log, Deadline deadline) {
    return forward
        ? history.after(caller, log, seq, limit, deadline)
        : history.before(caller, log, seq, limit, deadline);
  }

  /**
   * A number that a client gives as a number or as a string of digits (design section 10). Throws a
   * Refusal (400) naming the field.
   */
  public static long wholeNumber(String field, String text, long least, long most) {
    long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
    if (number < least || number > most) {
      String range = most == Long.MAX_VALUE ? " from " + least : " from " + least + " to " + most;
      throw Refusal.malformed(field + ": must be a whole number" + range);
    }
    return number;
  }
}
