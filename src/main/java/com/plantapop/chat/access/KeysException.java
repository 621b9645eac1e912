package com.plantapop.chat.access;

/** Keys that tokens cannot be verified with. The message is for the operator; no stack trace. */
public final class KeysException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeysException(String message) {
    super(message, null, false, false);
  }
}
