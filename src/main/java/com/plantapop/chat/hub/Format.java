package com.plantapop.chat.hub;

import com.plantapop.chat.event.Entry;
import java.util.List;

/**
 * How one kind of socket writes events. Sockets whose format is the same object share one encoding
 * (design section 4: encoded once per node and address).
 *
 * @param <T> what such sockets write
 */
public interface Format<T> {

  /**
   * Encodes consecutive events of one log. May be called on any event loop.
   *
   * @param address as it stands in the frames, in lower case: sockets that write it otherwise put
   *     their own spelling, which has the same length, into a copy
   */
  T encode(String address, List<Entry> entries);

  /** Gives back what {@link #encode} made, after the last use. May be called on any event loop. */
  void release(T encoded);
}
