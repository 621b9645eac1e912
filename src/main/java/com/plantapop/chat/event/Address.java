package com.plantapop.chat.event;

/** The name of one log: a chat and which of its two logs (design section 1). */
public record Address(ChatId chat, LogKind kind) {

  public static Address messages(ChatId chat) {
    return new Address(chat, LogKind.MESSAGES);
  }

  public static Address receipts(ChatId chat) {
    return new Address(chat, LogKind.RECEIPTS);
  }

  /** The address on the event bus: {@code chat.<id>} or {@code chat.<id>.receipts}. */
  public String onBus() {
    return "chat." + chat.hex() + kind.suffix();
  }

  @Override
  public String toString() {
    return onBus();
  }
}
