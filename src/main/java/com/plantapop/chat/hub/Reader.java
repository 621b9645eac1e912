package com.plantapop.chat.hub;

import com.plantapop.chat.event.Refusal;

/**
 * A socket as the hub sees it. All methods are called on the socket's event loop.
 *
 * <p>What is delivered leaves in the order of the calls or the socket ends; there is no third
 * outcome.
 */
public interface Reader {

  /**
   * Whether fewer bytes wait for the peer than its budget. When this turns true again the socket
   * calls {@link ReaderSession#resume}.
   */
  boolean isWritable();

  /**
   * Writes events of one subscription; only called while writable.
   *
   * @param address of the log in lower case, as {@link Delivery#encodedAs} takes it
   * @param spelling the same as the client wrote it, which it must see
   */
  void deliver(Delivery delivery, String address, String spelling);

  /**
   * A subscription has ended by itself: nothing more is delivered for it.
   *
   * @param spelling as the client wrote the address
   */
  void ended(String spelling, Refusal why);
}
