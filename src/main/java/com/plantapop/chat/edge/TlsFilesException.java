package com.plantapop.chat.edge;

/** A certificate that clients cannot be served with. The message is for the operator. */
public final class TlsFilesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsFilesException(String message) {
    super(message, null, false, false);
  }
}
