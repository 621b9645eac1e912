package com.plantapop.chat.edge;

import com.plantapop.chat.hub.Entry;
import com.plantapop.chat.hub.Format;
import java.util.List;

/** Messages as text, for transports whose framing is left to the library. */
enum MessageFormat implements Format<List<String>> {
  TEXT;

  @Override
  public List<String> encode(String spelling, List<Entry> entries) {
    return entries.stream().map(entry -> FrameWriter.event(spelling, entry)).toList();
  }
}
