package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import io.vertx.core.Future;
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

  void read(Frame frame, Address log) {
    if (frame.replyAddress() == null) {
      throw Refusal.malformed("replyAddress: history needs one");
    }
    Future<History.Page> page = query(frame.body()).read(history, log);
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
