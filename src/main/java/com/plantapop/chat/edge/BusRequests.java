package com.plantapop.chat.edge;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.BusAddresses;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.ingest.Ingest;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/**
 * What an internal service may ask (design section 7); the answers are those of section 10. Used on
 * one event loop only.
 */
final class BusRequests {
  /**
   * Of the node. A page of a megabyte is in memory as events, as text, as the object that the bus
   * wants and as its encoding, all within one turn.
   */
  private static final int MAX_PAGES_UNDER_WAY = 4;

  /** More are refused; those who wait longer than the deadline, too. */
  private static final int MAX_PAGES_WAITING = 1_000;

  private final Ingest ingest;
  private final History history;
  private final int maxBodyBytes;
  private final Turns pages = new Turns(MAX_PAGES_UNDER_WAY, MAX_PAGES_WAITING);

  /**
   * @param maxBodyBytes largest payload that is taken, as from a browser
   */
  BusRequests(Ingest ingest, History history, int maxBodyBytes) {
    this.ingest = ingest;
    this.history = history;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Answers a request of a caller to one of the {@link BusAddresses}. Throws a Refusal when it asks
   * for what cannot be; fails with one when it is refused later.
   */
  Future<JsonObject> serve(Caller caller, String busAddress, Object request) {
    if (!(request instanceof JsonObject fields)) {
      throw Refusal.malformed("the request must be a JSON object");
    }
    return busAddress.equals(BusAddresses.SUBMIT)
        ? submit(caller, fields)
        : history(caller, fields);
  }

  private Future<JsonObject> submit(Caller caller, JsonObject request) {
    Address log = EdgeAddress.parseLog(address(request));
    Object body = request.getValue("body");
    String text = body == null ? null : payload(body, maxBodyBytes);
    return ingest.submit(caller, log, text).map(BusRequests::acknowledgement);
  }

  private Future<JsonObject> history(Caller caller, JsonObject request) {
    Address log = EdgeAddress.parse(address(request)).log();
    HistoryQuery query = HistoryQuery.parse(request);
    Deadline deadline = ingest.newDeadline();
    return pages
        .take(deadline, () -> query.read(history, caller, log, deadline))
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

  /**
   * Turns a payload that came over the bus into the JSON text that ingest takes.
   *
   * <p>What of "value for value" (design section 3) can hold here: members keep their order,
   * strings and whole numbers of any size their value. A number with a fraction or an exponent has
   * been a double by the time it arrives, because the bus decodes before anybody looks: digits
   * beyond that are lost in silence, and of duplicate member names the last one stands. Whoever
   * needs every digit sends the payload as JSON text; it is taken as it is, and refused where it
   * cannot be kept.
   *
   * @param body a JSON value, or a string that holds the JSON text of one
   * @param maxBytes of UTF-8
   * @throws Refusal 400 when it is not JSON, 413 when it is too large
   */
  static String payload(Object body, int maxBytes) {
    String text = body instanceof String json ? json : encode(body);
    if (ByteBufUtil.utf8Bytes(text) > maxBytes) {
      throw Refusal.of(Refusal.Code.TOO_LARGE, "body: at most " + maxBytes + " bytes")
          .at(Limit.SIZE);
    }
    return text;
  }

  private static String encode(Object body) {
    try {
      return Json.encode(body);
    } catch (EncodeException notJson) {
      throw Refusal.malformed("body: not JSON");
    }
  }
}
