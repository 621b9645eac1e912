package com.plantapop.chat.bus;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Entry;

/**
 * Hears what this node and its peers have stored.
 *
 * <p><b>Guarantee</b>: at most once, in any order, and only what is durable (G1). What was lost on
 * the way is in the store; {@link #lossSuspected} says when to look, save for losses that nobody
 * can notice, so whoever listens has to look from time to time anyway.
 *
 * <p><b>Threading</b>: on the event loop of the chat, but for {@link #lossSuspected}.
 */
public interface EventListener {

  /** The log has this event. */
  void stored(Address address, Entry entry);

  /** The log is said to reach this number. */
  void reaches(Address address, long seq);

  /** Something may have been lost, of any log. Any thread. */
  void lossSuspected();
}
