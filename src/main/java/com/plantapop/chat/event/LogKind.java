package com.plantapop.chat.event;

/** The two logs of a chat. */
public enum LogKind {
  /** {@code chat.<id>}: what people say. */
  MESSAGES("", 1),
  /** {@code chat.<id>.receipts}: who has read what. */
  RECEIPTS(".receipts", 2);

  private final String suffix;
  private final byte code;

  LogKind(String suffix, int code) {
    this.suffix = suffix;
    this.code = (byte) code;
  }

  /** The kind with a code; throws IllegalArgumentException when this version knows none. */
  public static LogKind ofCode(byte code) {
    for (LogKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of log has the code " + code);
  }

  /** What stands for it between nodes; never given to another kind. */
  public byte code() {
    return code;
  }

  /** What follows {@code chat.<id>} in the bus address. */
  public String suffix() {
    return suffix;
  }
}
