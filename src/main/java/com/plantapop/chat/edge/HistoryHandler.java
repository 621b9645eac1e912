package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** {@code send} to an address's {@code .history}: answered with a page of the past. */
final class HistoryHandler {
  private final BridgeSession session;
  private final History history;

  HistoryHandler(BridgeSession session, History history) {
    this.session = session;
    this.history = history;
  }

  void read(Frame frame, Address log, Deadline deadline) {
    if (frame.replyAddress() == null) {
      throw Refusal.malformed("replyAddress: history needs one");
    }
    session.answerBeforeOthers(
        frame,
        query(frame.body())
            .read(history, log, deadline)
            .map(page -> FrameWriter.history(frame.replyAddress(), page)));
  }

  private static HistoryQuery query(String body) {
    if (body == null) {
      return HistoryQuery.parse(new JsonObject());
    }
    try {
      return HistoryQuery.parse(new JsonObject(body));
    } catch (DecodeException notAnObject) {
      throw Refusal.malformed("body: must be an object");
    }
  }
}
