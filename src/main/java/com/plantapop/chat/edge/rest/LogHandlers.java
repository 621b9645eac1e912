package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.FrameWriter;
import com.plantapop.chat.edge.HistoryQuery;
import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.ingest.Chats;
import com.plantapop.chat.ingest.Ingest;
import io.vertx.core.Future;

/** What may be asked of the logs of a chat. */
final class LogHandlers {
  private final Chats chats;
  private final Ingest ingest;
  private final History history;

  LogHandlers(Chats chats, Ingest ingest, History history) {
    this.chats = chats;
    this.ingest = ingest;
    this.history = history;
  }

  Future<RestAnswer> read(RestRequest request, LogKind kind) {
    HistoryQuery query = request.page();
    return log(request, kind)
        .compose(log -> query.read(history, request.caller(), log, request.deadline()))
        .map(LogHandlers::page);
  }

  private Future<Address> log(RestRequest request, LogKind kind) {
    return chats.named(request.caller(), request.id()).map(id -> new Address(id, kind));
  }

  private static RestAnswer page(History.Page page) {
    StringBuilder out = FrameWriter.openHistory(new StringBuilder(1_024), page);
    return new RestAnswer(
        200, out.append(",\"first\":").append(page.first()).append('}').toString());
  }

  Future<RestAnswer> send(RestRequest request, LogKind kind) {
    return log(request, kind)
        .compose(log -> ingest.submit(request.caller(), log, request.body(), request.deadline()))
        .map(LogHandlers::accepted);
  }

  private static RestAnswer accepted(Acknowledgement done) {
    String text = FrameWriter.acknowledgement(new StringBuilder(128), done).toString();
    return new RestAnswer(done.duplicate() ? 200 : 201, text);
  }
}
