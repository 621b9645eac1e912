package com.plantapop.chat.store;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A writer that shares a log with others, as another node would: it believes in a head, and numbers
 * again what the store has not taken.
 */
final class RivalWriter {
  private final EventStore store;
  private final Address log;
  private final Map<Long, Event> accepted = new TreeMap<>();
  private long head;

  RivalWriter(EventStore store, Address log) {
    this.store = store;
    this.log = log;
  }

  /** Blocks until every event is in the log, written by this one or by another. */
  void append(List<String> names) {
    List<String> rest = new ArrayList<>(names);
    while (!rest.isEmpty()) {
      List<Event> events = new ArrayList<>();
      for (String name : rest) {
        events.add(Samples.event(head + 1 + events.size(), name));
      }
      settle(events, rest);
    }
  }

  private void settle(List<Event> events, List<String> rest) {
    AppendResult result = StoreSubject.await(store.append(List.of(new Run(log, events)))).get(0);
    head = result.head();
    List<String> left = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (i < result.appended()) {
        accepted.put(event.seq(), event);
      } else if (!result.duplicates().containsKey(event.key())) {
        left.add(rest.get(i));
      }
    }
    rest.clear();
    rest.addAll(left);
  }

  /** What this writer has written, by number. */
  Map<Long, Event> accepted() {
    return accepted;
  }
}
