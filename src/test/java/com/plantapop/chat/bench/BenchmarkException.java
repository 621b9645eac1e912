package com.plantapop.chat.bench;

/** The run cannot be trusted: a server refused, lost or doubled something, or did not answer. */
final class BenchmarkException extends RuntimeException {
  BenchmarkException(String message) {
    super(message);
  }

  BenchmarkException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
