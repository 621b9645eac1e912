package com.plantapop.chat.client;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A page of a log's past.
 *
 * @param events in ascending order, without holes
 * @param first the number of the log's first event: 1, unless what was before it was taken away
 * @param head the number of the log's last event, 0 when it is empty; never less than that of an
 *     event
 */
public record HistoryPage(List<ChatEvent> events, long first, long head) {

  /** Throws a Refusal (410) when what follows a number was taken away. */
  HistoryPage requireNext(long after) {
    if (first > after + 1) {
      throw Refusal.of(Refusal.Code.GONE, "since: the log begins with " + first + " now");
    }
    return this;
  }

  /** Throws a Refusal (400) when the log does not reach a number. */
  HistoryPage requireReached(long since) {
    if (since > head) {
      throw Refusal.malformed("since: is beyond the last event, " + head);
    }
    return this;
  }

  static HistoryPage of(JsonObject answer) {
    List<ChatEvent> events =
        answer.getJsonArray("events").stream()
            .map(JsonObject.class::cast)
            .map(ChatEvent::ofPage)
            .toList();
    return new HistoryPage(events, answer.getLong("first", 1L), answer.getLong("head"));
  }
}
