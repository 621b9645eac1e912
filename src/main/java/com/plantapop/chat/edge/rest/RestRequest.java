package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.HistoryQuery;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

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
    MultiMap given = context.queryParams();
    JsonObject query = new JsonObject();
    for (String name : PAGE) {
      List<String> values = given.getAll(name);
      if (values.size() > 1) {
        throw Refusal.malformed(name + ": stands twice");
      }
      values.forEach(value -> query.put(name, value));
    }
    return HistoryQuery.parse(query);
  }
}
