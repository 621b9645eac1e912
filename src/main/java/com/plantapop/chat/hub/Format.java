package com.plantapop.chat.hub;

import java.util.List;

/**
 * How one kind of socket writes events. Sockets whose format is the same object and who wrote the
 * address alike share one encoding (design section 4: encoded once per node and address).
 *
 * @param <T> what the socket writes; when reference counted, the hub releases it after the last use
 */
public interface Format<T> {

  /**
   * Encodes consecutive events of one log. May be called on any event loop.
   *
   * @param spelling the address as the client wrote it
   */
  T encode(String spelling, List<Entry> entries);
}
