package com.plantapop.chat.event;

import java.util.UUID;

/**
 * What makes an event the same event when it is sent again (guarantee G3), unique within its
 * address for ever. For a message its {@code id}; for a receipt {@code messageId} and {@code
 * recipient}. UUIDs are in lower case here, since their case carries no meaning.
 */
public record EventKey(String value) {
  /** Of a log's last event, behind which nothing follows (design section 12); nobody sends it. */
  public static final EventKey GRAVE = new EventKey("grave");

  /** Throws a Refusal (400) for what UTF-8 cannot say: two such keys would become the same. */
  public EventKey {
    if (!Unicode.isWellFormed(value)) {
      throw Refusal.malformed("the event's id is not valid Unicode");
    }
  }

  public static EventKey ofMessage(UUID id) {
    return new EventKey(id.toString());
  }

  /** {@code recipient} is an e-mail address; the empty string stands for "not said". */
  public static EventKey ofReceipt(UUID messageId, String recipient) {
    return new EventKey(messageId + "|" + EmailAddress.canonical(recipient));
  }

  /** Of an event of the service's own, which is no repeat of any other. */
  public static EventKey random() {
    return ofMessage(UUID.randomUUID());
  }

  /** Of a receipt's key: that of the message it is about. */
  public EventKey message() {
    return new EventKey(value.substring(0, value.indexOf('|')));
  }

  /** Of a receipt's key: whose it is, empty for nobody's. */
  public String reader() {
    return value.substring(value.indexOf('|') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
