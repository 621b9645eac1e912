package com.plantapop.chat.edge;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Flushes the sockets of one event loop at the end of its turn, each once: an acknowledgement and
 * the events of that turn leave in one system call. Touched on that loop only.
 */
final class Flusher {
  private final EventLoop loop;
  private List<WebSocketLink> dirty = new ArrayList<>();
  private List<WebSocketLink> spare = new ArrayList<>();

  Flusher(EventLoop loop) {
    this.loop = loop;
  }

  /** To be called once per turn and link. */
  void add(WebSocketLink link) {
    if (dirty.isEmpty()) {
      loop.execute(this::flush);
    }
    dirty.add(link);
  }

  private void flush() {
    List<WebSocketLink> links = dirty;
    dirty = spare;
    for (WebSocketLink link : links) {
      link.flush();
    }
    links.clear();
    spare = links;
  }
}
