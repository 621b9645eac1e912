package com.plantapop.chat.edge;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.Budget;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bodies of bounded size, for which room is taken before they come. Those of {@code xhr_send} and
 * {@code jsonp_send} are read as strictly as what comes over a WebSocket.
 */
public final class Posts {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** The body and its text exist at the same time. */
  private static final long COPIES = 2;

  private final Budget budget;
  private final int maxBytes;

  /**
   * @param maxBytes of a body
   */
  public Posts(Budget budget, int maxBytes) {
    this.budget = budget;
    this.maxBytes = maxBytes;
  }

  /**
   * Collects the body; to be called before any of it has come. Fails with a Refusal when it is too
   * large or there is no room. The room is given back once {@code done} has an outcome.
   */
  public Future<Buffer> body(HttpServerRequest request, Future<?> done) {
    long announced = announced(request);
    if (announced > maxBytes) {
      return Future.failedFuture(tooLarge());
    }
    long room = COPIES * (announced < 0 ? maxBytes : announced);
    if (!budget.tryReserveOfHalf(room)) {
      return Future.failedFuture(Budget.noRoom());
    }
    done.onComplete(over -> budget.release(room));
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(chunk -> append(body, chunk, whole));
    request.end().onSuccess(ended -> whole.tryComplete(body));
    request.exceptionHandler(broken -> whole.tryFail(Refusal.malformed("body: broken")));
    return whole.future();
  }

  private void append(Buffer body, Buffer chunk, Promise<Buffer> whole) {
    if (body.length() + chunk.length() > maxBytes) {
      whole.tryFail(tooLarge());
    } else if (!whole.future().isComplete()) {
      body.appendBuffer(chunk);
    }
  }

  private Refusal tooLarge() {
    return Refusal.of(Refusal.Code.TOO_LARGE, "body: at most " + maxBytes + " bytes")
        .at(Limit.SIZE);
  }

  /** -1 when the length is not said; a nonsensical one has been refused by the HTTP decoder. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException nonsense) {
      return Long.MAX_VALUE;
    }
  }

  /** The JSON text of a body; throws a Refusal when it is none that SockJS clients write. */
  static String text(HttpServerRequest request, Buffer body) {
    byte[] bytes = body.getBytes();
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    boolean form = type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
    byte[] json = form && startsWithField(bytes) ? formField(bytes) : bytes;
    String text = JsonText.decodeUtf8(json).orElseThrow(() -> Refusal.malformed("body: not UTF-8"));
    if (text.isEmpty()) {
      throw unreadable("Payload expected.");
    }
    return text;
  }

  /** The messages in such a text; throws a Refusal when it is not what SockJS clients write. */
  static List<String> messages(String text) {
    return SockJsMessages.read(text).orElseThrow(() -> unreadable("Broken JSON encoding."));
  }

  /** The SockJS protocol has a 500 for it, though the fault is not ours. */
  private static Refusal unreadable(String problem) {
    return Refusal.of(Refusal.Code.FAULT, problem);
  }

  private static boolean startsWithField(byte[] body) {
    return body.length >= 2 && body[0] == 'd' && body[1] == '=';
  }

  /** The field {@code d}; throws a Refusal when it is not encoded as forms are. */
  private static byte[] formField(byte[] body) {
    // A character for each byte, there and back: what they are is not known before they are
    // decoded.
    String form = new String(body, StandardCharsets.ISO_8859_1);
    int end = form.indexOf('&');
    try {
      return QueryStringDecoder.decodeComponent(
              form.substring(2, end < 0 ? form.length() : end), StandardCharsets.ISO_8859_1)
          .getBytes(StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException broken) {
      throw Refusal.malformed("body: a broken escape");
    }
  }
}
