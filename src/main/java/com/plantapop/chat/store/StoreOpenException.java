package com.plantapop.chat.store;

/**
 * A store cannot be opened. The message is for the operator: it names the place, what is wrong with
 * it and what to do. Nothing that was there has been changed.
 */
public final class StoreOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreOpenException(String message) {
    super(message);
  }

  public StoreOpenException(String message, Throwable cause) {
    super(message, cause);
  }
}
