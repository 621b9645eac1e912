package com.plantapop.chat.edge;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.ingest.Ingest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What an internal service may ask (design section 7); the answers are those of section 10. */
final class BusRequests {
  private final Ingest ingest;
  private final History history;
  private final int maxBodyBytes;

  /**
   * @param maxBodyBytes largest payload that is taken, as from a browser
   */
  BusRequests(Ingest ingest, History history, int maxBodyBytes) {
    this.ingest = ingest;
    this.history = history;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Answers a request to one of the {@link BusAddresses}. Throws a Refusal when it asks for what
   * cannot be; fails with one when it is refused later.
   */
  Future<JsonObject> serve(String busAddress, Object request) {
    if (!(request instanceof JsonObject fields)) {
      throw Refusal.malformed("the request must be a JSON object");
    }
    return busAddress.equals(BusAddresses.SUBMIT) ? submit(fields) : history(fields);
  }

  private Future<JsonObject> submit(JsonObject request) {
    Address log = EdgeAddress.parseLog(address(request));
    Object body = request.getValue("body");
    String text = body == null ? null : BusBody.text(body, maxBodyBytes);
    return ingest.submit(log, text).map(BusRequests::acknowledgement);
  }

  private Future<JsonObject> history(JsonObject request) {
    Address log = EdgeAddress.parse(address(request)).log();
    return HistoryQuery.parse(request)
        .read(history, log, ingest.newDeadline())
        .map(BusRequests::page);
  }

  private static String address(JsonObject request) {
    return request.getValue("address") instanceof String address ? address : null;
  }

  private static JsonObject acknowledgement(Acknowledgement acknowledgement) {
    StringBuilder text = new StringBuilder(128);
    return new JsonObject(FrameWriter.acknowledgement(text, acknowledgement).toString());
  }

  private static JsonObject page(History.Page page) {
    return new JsonObject(FrameWriter.history(new StringBuilder(1024), page).toString());
  }
}
