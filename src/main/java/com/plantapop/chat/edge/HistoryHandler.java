package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** {@code send} to an address's {@code .history}: answered with a page of the past. */
final class HistoryHandler {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  private final BridgeSession session;
  private final History history;

  HistoryHandler(BridgeSession session, History history) {
    this.session = session;
    this.history = history;
  }

  void read(Frame frame, Address log) {
    if (frame.replyAddress() == null) {
      throw Refusal.malformed("replyAddress: history needs one");
    }
    Future<History.Page> page = page(log, query(frame.body()));
    session.waitFor(
        page.onSuccess(found -> answer(frame, found))
            .onFailure(cause -> refuse(frame, cause))
            .mapEmpty());
  }

  private void answer(Frame frame, History.Page page) {
    session.link().send(FrameWriter.history(frame.replyAddress(), page));
  }

  private void refuse(Frame frame, Throwable cause) {
    session.refuse(frame.answerAddress(), FrameHandlers.refusalFor(cause));
  }

  private static JsonObject query(String body) {
    if (body == null || body.equals("null")) {
      return new JsonObject();
    }
    try {
      return new JsonObject(body);
    } catch (DecodeException notAnObject) {
      throw Refusal.malformed("body: must be an object");
    }
  }

  private Future<History.Page> page(Address log, JsonObject query) {
    int limit = (int) number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    if (query.containsKey("after") && query.containsKey("before")) {
      throw Refusal.malformed("body: either after or before");
    }
    if (query.containsKey("after")) {
      return history.after(log, number(query, "after", 0, 0, Long.MAX_VALUE), limit);
    }
    return history.before(log, number(query, "before", Long.MAX_VALUE, 1, Long.MAX_VALUE), limit);
  }

  private static long number(JsonObject query, String field, long absent, long least, long most) {
    return query.containsKey(field)
        ? Numbers.parse(field, String.valueOf(query.getValue(field)), least, most)
        : absent;
  }
}
