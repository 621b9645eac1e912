package com.plantapop.chat.store;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer that shares a log with others, as another node would: it believes in a head, and numbers
 * again what the store has not taken. It goes on after failures, since an append is idempotent.
 */
public final class RivalWriter {
  private final EventStore store;
  private final Address log;
  private final Witness witness;
  private long head;

  /** Hears what becomes of the events; called on the thread that appends. */
  public interface Witness {
    /** The log holds the event under this number, written now or before. */
    void acknowledged(Address log, long seq, String name);

    void refused(Refusal refusal);
  }

  public RivalWriter(EventStore store, Address log, Witness witness) {
    this.store = store;
    this.log = log;
    this.witness = witness;
  }

  /** Blocks until every event is in the log, written by this one or by another. */
  public void append(List<String> names) {
    List<String> rest = names;
    while (!rest.isEmpty()) {
      try {
        rest = attempt(rest);
      } catch (Refusal refusal) {
        witness.refused(refusal);
      }
    }
  }

  private List<String> attempt(List<String> names) {
    List<Event> events = new ArrayList<>();
    for (String name : names) {
      events.add(Samples.event(head + 1 + events.size(), name));
    }
    AppendResult result = StoreSubject.await(store.append(List.of(new Run(log, events))).get(0));
    head = result.head();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event first = result.duplicates().get(events.get(i).key());
      if (i < result.appended() || first != null) {
        long seq = first == null ? events.get(i).seq() : first.seq();
        witness.acknowledged(log, seq, names.get(i));
      } else {
        rest.add(names.get(i));
      }
    }
    return rest;
  }
}
