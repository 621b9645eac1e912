package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.HistoryQuery;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * A request that has come as a whole, and whose caller is known.
 *
 * @param body the exact text; empty when the operation takes none
 */
record RestRequest(RoutingContext context, Caller caller, String body, Deadline deadline) {
  private static final List<String> PAGE = List.of("after", "before", "limit");

  /** The name of the chat in the path. */
  String id() {
    return context.pathParam("id");
  }

  /** The member in the path. */
  String email() {
    return context.pathParam("email");
  }

  /** Which page of a log is wanted; throws a Refusal (400). */
  HistoryQuery page() {
    JsonObject query = new JsonObject();
    PAGE.forEach(name -> query(name).ifPresent(value -> query.put(name, value)));
    return HistoryQuery.parse(query);
  }

  /** What the query says of that name; throws a Refusal (400) when it says it twice. */
  Optional<String> query(String name) {
    List<String> values = context.queryParams().getAll(name);
    if (values.size() > 1) {
      throw Refusal.malformed(name + ": stands twice");
    }
    return values.stream().findFirst();
  }
}
