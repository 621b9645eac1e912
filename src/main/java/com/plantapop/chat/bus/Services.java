package com.plantapop.chat.bus;

/**
 * Who listens on the addresses of the contract without being a node (design section 7). Safe for
 * use by any thread.
 */
public interface Services {
  /** Of a node without a cluster: whoever listens is in this JVM, which is cheap to find out. */
  Services LOCAL = address -> true;

  /** Whether a service has a consumer there, as far as the cluster has told. Never asks it. */
  boolean listenOn(String address);

  /** A consumer of the node's own is about to be registered there; it is no service. */
  default void ownConsumerBegins(String address) {}

  /** It is no more. */
  default void ownConsumerEnded(String address) {}
}
