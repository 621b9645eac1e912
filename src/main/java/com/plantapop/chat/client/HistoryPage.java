package com.plantapop.chat.client;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A page of a log's past.
 *
 * @param events in ascending order, without holes
 * @param head the number of the log's last event, 0 when it is empty; never less than that of an
 *     event
 */
public record HistoryPage(List<ChatEvent> events, long head) {

  static HistoryPage of(JsonObject answer) {
    List<ChatEvent> events =
        answer.getJsonArray("events").stream()
            .map(JsonObject.class::cast)
            .map(ChatEvent::ofPage)
            .toList();
    return new HistoryPage(events, answer.getLong("head"));
  }
}
