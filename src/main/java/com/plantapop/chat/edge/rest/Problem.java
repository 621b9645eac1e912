package com.plantapop.chat.edge.rest;

import com.plantapop.chat.edge.Faults;
import com.plantapop.chat.edge.FrameWriter;
import com.plantapop.chat.edge.JsonText;
import com.plantapop.chat.event.Refusal;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * A refusal as HTTP tells it (RFC 9457), with the members of the bridge's frames. Thrown by itself
 * only for what HTTP alone can do wrong; without a stack trace, as Refusals are.
 */
final class Problem extends RuntimeException {
  static final String CONTENT_TYPE = "application/problem+json";

  private static final long serialVersionUID = 1L;

  private final int status;
  private final Refusal refusal;

  private Problem(int status, Refusal refusal) {
    super(refusal.getMessage(), null, false, false);
    this.status = status;
    this.refusal = refusal;
  }

  /** For a status that is not in the table of codes. */
  Problem(int status, String message) {
    this(status, Refusal.malformed(message));
  }

  /** What the one who asked is told of whatever was thrown. */
  static Problem of(Throwable cause) {
    if (cause instanceof Problem problem) {
      return problem;
    }
    Refusal refusal = Faults.refusalFor(cause);
    return new Problem(refusal.code().number(), refusal);
  }

  int status() {
    return status;
  }

  Refusal refusal() {
    return refusal;
  }

  /** The body of the answer. */
  String text() {
    StringBuilder out = new StringBuilder(256).append("{\"type\":\"about:blank\",\"title\":");
    JsonText.quote(out, HttpResponseStatus.valueOf(status).reasonPhrase());
    out.append(",\"status\":").append(status);
    JsonText.quote(out.append(",\"detail\":"), getMessage()).append(",\"code\":").append(status);
    return FrameWriter.refusal(out, refusal).append('}').toString();
  }
}
