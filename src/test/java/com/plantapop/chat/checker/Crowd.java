package com.plantapop.chat.checker;

/** The clients, as faults have to do with them. Any thread but the loop. */
interface Crowd {
  /** As a balancer would, sends a part of the clients elsewhere within a moment. */
  void rebalance();

  /** Whether a fair number of clients is at a node and waits there for nothing. */
  boolean isAtHome(Node node) throws Exception;

  /** The next one. */
  StillWrite stillWrite() throws Exception;

  /** Sends it at a node and never again; returns whether a client was there who could. */
  boolean once(StillWrite write, Node node) throws Exception;

  /** Sends it at a node, and then anywhere until it is acknowledged. */
  boolean begin(StillWrite write, Node node) throws Exception;

  /** The same at any other node. */
  boolean beginElsewhere(StillWrite write, Node node) throws Exception;

  /** Sends once more what was begun, at any other node. */
  boolean repeatElsewhere(StillWrite write, Node node) throws Exception;

  /** Whether the store has it, or anybody says so. */
  boolean isStored(StillWrite write) throws Exception;

  /** Whether all readers have it, save for those whose node is away or stands still. */
  boolean isSeen(StillWrite write) throws Exception;
}
