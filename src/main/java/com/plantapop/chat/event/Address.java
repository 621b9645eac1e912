package com.plantapop.chat.event;

/** The name of one log: a chat and which of its logs (design section 1). */
public record Address(ChatId chat, LogKind kind) {
  /** Notes of what ends rights (design section 12), for every node to read. */
  public static final Address CONTROL = new Address(ChatId.NONE, LogKind.CONTROL);

  /** Which tokens are good no more. */
  public static final Address REVOCATIONS = new Address(ChatId.NONE, LogKind.REVOCATIONS);

  public static Address messages(ChatId chat) {
    return new Address(chat, LogKind.MESSAGES);
  }

  public static Address receipts(ChatId chat) {
    return new Address(chat, LogKind.RECEIPTS);
  }

  public static Address members(ChatId chat) {
    return new Address(chat, LogKind.MEMBERS);
  }

  /** The address on the event bus: {@code chat.<id>} or, say, {@code chat.<id>.receipts}. */
  public String onBus() {
    return "chat." + chat.hex() + kind.suffix();
  }

  @Override
  public String toString() {
    return onBus();
  }
}
