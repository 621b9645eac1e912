package com.plantapop.chat.contract;

/**
 * A contract that cannot be served. The message is for the operator and names the file; there is no
 * stack trace, since the operator needs nothing else.
 */
public final class ContractException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ContractException(String file, String problem) {
    super(file + ": " + problem, null, false, false);
  }
}
