package com.plantapop.chat.access;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Payload;
import io.vertx.core.json.JsonObject;

/**
 * An event of the control log: a log that decides on rights reaches a number, and has an event
 * there that ends some (design section 12). What it says stands in that log alone.
 */
public record ControlNote(Address address, long seq) {
  /** Greater than the number of any event. */
  private static final long END = Long.MAX_VALUE;

  private static final String CHAT = "chat";
  private static final String LOG = "log";
  private static final String SEQ = "seq";

  /** That all logs of a chat have ended. */
  public static ControlNote end(ChatId chat) {
    return new ControlNote(Address.members(chat), END);
  }

  public boolean isEnd() {
    return seq == END;
  }

  /** As it stands in the log. */
  public Payload payload() {
    return Payload.of(
        new JsonObject()
            .put(CHAT, address.chat().hex())
            .put(LOG, address.kind().suffix())
            .put(SEQ, seq)
            .encode());
  }

  /** Reads what {@link #payload} has written. */
  public static ControlNote parse(Payload payload) {
    JsonObject note = new JsonObject(payload.text());
    ChatId chat = new ChatId(note.getString(CHAT));
    return new ControlNote(
        new Address(chat, LogKind.ofSuffix(note.getString(LOG))), note.getLong(SEQ));
  }
}
