package com.plantapop.chat.event;

/** The two logs of a chat. */
public enum LogKind {
  /** {@code chat.<id>}: what people say. */
  MESSAGES(""),
  /** {@code chat.<id>.receipts}: who has read what. */
  RECEIPTS(".receipts");

  private final String suffix;

  LogKind(String suffix) {
    this.suffix = suffix;
  }

  /** What follows {@code chat.<id>} in the bus address. */
  public String suffix() {
    return suffix;
  }
}
