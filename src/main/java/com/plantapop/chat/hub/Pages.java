package com.plantapop.chat.hub;

import com.plantapop.chat.event.Entry;
import java.util.List;

/** Cuts lists of events into pieces of bounded size. */
final class Pages {
  private Pages() {}

  /** The end (exclusive) of a piece that starts at {@code from}; at least one event long. */
  static int end(List<Entry> entries, int from, int maxEvents, int maxBytes) {
    int to = from;
    int bytes = 0;
    do {
      bytes += entries.get(to).payload().size();
      to++;
    } while (to < entries.size() && to - from < maxEvents && bytes < maxBytes);
    return to;
  }
}
