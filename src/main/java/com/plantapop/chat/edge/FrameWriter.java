package com.plantapop.chat.edge;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.event.Timestamps;
import com.plantapop.chat.hub.History;
import java.util.List;

/** The frames that we send, word for word as design section 10 has them, and parts of them. */
public final class FrameWriter {
  /** What stands before the address of an event. */
  static final String EVENT_PREFIX = "{\"type\":\"rec\",\"address\":\"";

  static final String EVENT_END = "}";

  private FrameWriter() {}

  static String event(String address, Entry entry) {
    return eventHead(address, entry) + entry.payload().text() + EVENT_END;
  }

  /** What stands before the payload of an event; {@link #EVENT_END} stands behind it. */
  static String eventHead(String address, Entry entry) {
    StringBuilder out = new StringBuilder(160);
    out.append(EVENT_PREFIX).append(address); // of a log: nothing to escape
    out.append("\",\"headers\":{\"seq\":\"").append(entry.seq()).append("\",\"acceptedAt\":");
    return JsonText.quote(out, entry.acceptedAt()).append("},\"body\":").toString();
  }

  static String acknowledgement(String replyAddress, Acknowledgement acknowledgement) {
    return acknowledgement(reply(replyAddress), acknowledgement).append('}').toString();
  }

  static String history(String replyAddress, History.Page page) {
    return history(reply(replyAddress), page).append('}').toString();
  }

  /** The acknowledgement itself, the same object on the bus and over REST. */
  public static StringBuilder acknowledgement(StringBuilder out, Acknowledgement acknowledgement) {
    out.append("{\"seq\":").append(acknowledgement.seq());
    out.append(",\"acceptedAt\":\"");
    out.append(Timestamps.format(acknowledgement.acceptedAt())).append('"');
    acknowledgement.id().ifPresent(id -> JsonText.quote(out.append(",\"id\":"), id));
    if (acknowledgement.duplicate()) {
      out.append(",\"duplicate\":true");
    }
    return out.append('}');
  }

  /** The page itself, the same object on the bus. */
  static StringBuilder history(StringBuilder out, History.Page page) {
    openHistory(out, page);
    if (page.first() > 1) {
      out.append(",\"first\":").append(page.first());
    }
    return out.append('}');
  }

  /** A page without its end, behind which more can be said. */
  public static StringBuilder openHistory(StringBuilder out, History.Page page) {
    out.append("{\"events\":[");
    List<Entry> entries = page.entries();
    for (int i = 0; i < entries.size(); i++) {
      entry(out.append(i == 0 ? "" : ","), entries.get(i));
    }
    return out.append("],\"head\":").append(page.head());
  }

  /** An event as it stands in a page. */
  public static StringBuilder entry(StringBuilder out, Entry entry) {
    out.append("{\"seq\":").append(entry.seq());
    JsonText.quote(out.append(",\"acceptedAt\":"), entry.acceptedAt());
    return out.append(",\"body\":").append(entry.payload().text()).append('}');
  }

  private static StringBuilder reply(String replyAddress) {
    StringBuilder out = new StringBuilder(256).append("{\"type\":\"rec\",\"address\":");
    return JsonText.quote(out, replyAddress).append(",\"body\":");
  }

  static String session(String replyAddress, Caller caller) {
    StringBuilder out = reply(replyAddress).append('{');
    caller.email().ifPresent(email -> JsonText.quote(out.append("\"email\":"), email).append(','));
    out.append("\"roles\":[");
    for (int i = 0; i < caller.roles().size(); i++) {
      JsonText.quote(out.append(i == 0 ? "" : ","), caller.roles().get(i));
    }
    out.append(']');
    if (caller.kind() != Caller.Kind.ANYONE) {
      JsonText.quote(out.append(",\"expiresAt\":"), Timestamps.format(caller.expiresAt()));
    }
    return out.append("}}").toString();
  }

  static String registered(String address, long cursor) {
    StringBuilder out = new StringBuilder(128);
    out.append("{\"type\":\"event\",\"event\":\"registered\",\"message\":{\"address\":");
    return JsonText.quote(out, address).append(",\"seq\":").append(cursor).append("}}").toString();
  }

  /**
   * @param address null when the client named none that it could recognise
   */
  static String refusal(String address, Refusal refusal) {
    StringBuilder out = new StringBuilder(256).append("{\"type\":\"err\"");
    if (address != null) {
      JsonText.quote(out.append(",\"address\":"), address);
    }
    out.append(",\"failureCode\":").append(refusal.code().number());
    return refusal(out.append(",\"failureType\":\"RECIPIENT_FAILURE\""), refusal)
        .append('}')
        .toString();
  }

  /** What a refusal says, behind other members of an object. */
  public static StringBuilder refusal(StringBuilder out, Refusal refusal) {
    JsonText.quote(out.append(",\"message\":"), refusal.getMessage());
    if (!refusal.violations().isEmpty()) {
      violations(out.append(",\"details\":"), refusal.violations());
    }
    refusal.retryAfterMs().ifPresent(ms -> out.append(",\"retryAfterMs\":").append(ms));
    return out;
  }

  private static void violations(StringBuilder out, List<Refusal.Violation> violations) {
    for (int i = 0; i < violations.size(); i++) {
      Refusal.Violation violation = violations.get(i);
      JsonText.quote(out.append(i == 0 ? "[" : ",").append("{\"pointer\":"), violation.pointer());
      JsonText.quote(out.append(",\"expected\":"), violation.expected()).append('}');
    }
    out.append(']');
  }
}
