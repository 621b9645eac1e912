package com.plantapop.chat.edge;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;

/**
 * Turns a payload that came over the bus into the JSON text that ingest takes.
 *
 * <p>What of "value for value" (design section 3) can hold here: members keep their order, strings
 * and whole numbers of any size their value. A number with a fraction or an exponent has been a
 * double by the time it arrives, because the bus decodes before anybody looks: digits beyond that
 * are lost in silence, and of duplicate member names the last one stands. Whoever needs every digit
 * sends the payload as JSON text; it is taken as it is, and refused where it cannot be kept.
 */
final class BusBody {
  private BusBody() {}

  /**
   * @param body a JSON value, or a string that holds the JSON text of one
   * @param maxBytes of UTF-8
   * @throws Refusal 400 when it is not JSON, 413 when it is too large
   */
  static String text(Object body, int maxBytes) {
    String text = body instanceof String json ? json : encode(body);
    if (Utf8.size(text) > maxBytes) {
      throw Refusal.of(Refusal.Code.TOO_LARGE, "body: at most " + maxBytes + " bytes");
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
