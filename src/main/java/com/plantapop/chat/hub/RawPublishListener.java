package com.plantapop.chat.hub;

import com.plantapop.chat.event.Address;
import io.vertx.core.MultiMap;

/**
 * Takes what somebody published on a log's address past the way in (design section 7). The hub
 * shows it to no reader; whoever implements this decides whether it may still become an event.
 */
public interface RawPublishListener {

  /**
   * Every node with a reader of the address is told of the same message. Called on an event loop;
   * must not block or throw.
   *
   * @param headers that came with it
   * @param body of any type that the bus carries, may be null
   */
  void found(Address address, MultiMap headers, Object body);
}
