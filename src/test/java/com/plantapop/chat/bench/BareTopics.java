package com.plantapop.chat.bench;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;

/** Addresses of {@link BareNetty}. Touched on its one event loop only. */
final class BareTopics {
  private final Map<String, BareTopic> topics = new HashMap<>();

  /**
   * @param channel any of this loop
   */
  BareTopic of(String address, Channel channel) {
    return topics.computeIfAbsent(address, unknown -> new BareTopic(channel.eventLoop()));
  }
}
