package com.plantapop.chat.store;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import java.util.List;

/**
 * Consecutive new events of one log, as their writer numbered them: it believes that the log's head
 * is {@code events.get(0).seq() - 1}.
 *
 * @param address the log
 * @param events at least one, numbered without holes, no key twice; a grave is the last
 */
public record Run(Address address, List<Event> events) {

  /** Throws IllegalArgumentException when empty or when the numbers have a hole. */
  public Run {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a run has at least one event");
    }
    long first = events.get(0).seq();
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i).seq() != first + i) {
        throw new IllegalArgumentException("a run is numbered without holes");
      }
      if (events.get(i - 1).isGrave()) {
        throw new IllegalArgumentException("nothing follows a grave");
      }
    }
  }

  /** Whether the log ends with it. */
  public boolean isEnd() {
    return events.get(events.size() - 1).isGrave();
  }

  public long firstSeq() {
    return events.get(0).seq();
  }
}
