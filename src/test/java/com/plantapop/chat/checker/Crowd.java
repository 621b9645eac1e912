package com.plantapop.chat.checker;

/** The clients, as faults have to do with them. Any thread but the loop. */
interface Crowd {
  /** As a balancer would, sends a part of the clients elsewhere within a moment. */
  void rebalance();

  /** Whether a fair number of clients is at a node and waits there for nothing. */
  boolean isAtHome(Node node) throws Exception;
}
