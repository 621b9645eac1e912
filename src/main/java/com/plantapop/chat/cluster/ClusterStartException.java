package com.plantapop.chat.cluster;

/**
 * The node cannot join as it was told. The message is for the operator: it begins with the setting
 * to look at and says what is wrong. Nothing is left running.
 */
public final class ClusterStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClusterStartException(String key, String problem) {
    this(key, problem, null);
  }

  ClusterStartException(String key, String problem, Throwable cause) {
    super((key + ": " + problem).replaceAll("\\p{Cntrl}+", " | "), cause);
  }
}
