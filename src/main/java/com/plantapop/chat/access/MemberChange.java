package com.plantapop.chat.access;

import com.plantapop.chat.event.Payload;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * An event of a members log.
 *
 * @param member whom it concerns, an e-mail address as it was written
 * @param by who did it: the e-mail address of a person, or the subject of a service
 * @param founding in the first event of a log, which begins the chat
 */
public record MemberChange(String member, Action action, String by, Optional<Founding> founding) {
  private static final String MEMBER = "member";
  private static final String ACTION = "action";
  private static final String BY = "by";
  private static final String FOUNDERS = "founders";

  /** Within no string, where quotes are escaped, so the first one is the member. */
  private static final String ATTRIBUTES = ",\"attributes\":";

  /** What became of the member. */
  public enum Action {
    ADDED,
    REMOVED
  }

  /**
   * How a chat begins.
   *
   * @param founders how many events add its first members, one each: the log may be read, or its
   *     writer die, between two of them
   * @param attributes of the chat, the text of a JSON object
   */
  public record Founding(int founders, String attributes) {}

  /** Any change but a log's first. */
  public MemberChange(String member, Action action, String by) {
    this(member, action, by, Optional.empty());
  }

  /** As it stands in the log, and as readers get it. */
  public Payload payload() {
    JsonObject event =
        new JsonObject()
            .put(MEMBER, member)
            .put(ACTION, action.name().toLowerCase(Locale.ROOT))
            .put(BY, by);
    if (founding.isEmpty()) {
      return Payload.of(event.encode());
    }
    String text = event.put(FOUNDERS, founding.get().founders()).encode();
    String head = text.substring(0, text.length() - 1);
    return Payload.of(head + ATTRIBUTES + founding.get().attributes() + "}");
  }

  /** Reads what {@link #payload} has written. */
  public static MemberChange parse(Payload payload) {
    String text = payload.text();
    JsonObject event = new JsonObject(text);
    return new MemberChange(
        event.getString(MEMBER),
        Action.valueOf(event.getString(ACTION).toUpperCase(Locale.ROOT)),
        event.getString(BY),
        Optional.ofNullable(event.getInteger(FOUNDERS))
            .map(founders -> new Founding(founders, attributes(text))));
  }

  private static String attributes(String text) {
    return text.substring(text.indexOf(ATTRIBUTES) + ATTRIBUTES.length(), text.length() - 1);
  }
}
