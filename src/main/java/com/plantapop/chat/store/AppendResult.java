package com.plantapop.chat.store;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a {@link Run}.
 *
 * <p>The first {@code appended} events are durable with the numbers they came with. Of the others
 * none was stored by this call: those in {@code duplicates} are in the log already, as the events
 * given there; the rest must be numbered again from {@code head + 1}.
 *
 * @param appended how many events, from the first, are durable now
 * @param duplicates of the events not appended, those which the log holds, by key
 * @param head the log's head as known after the call; all up to it are durable
 * @param winner where not all were appended: the {@link EventStore#writer} of the event at {@code
 *     head}; empty when that is this store itself, or not known. A hint about the recent past,
 *     which may be gone by now
 */
public record AppendResult(
    int appended, Map<EventKey, Event> duplicates, long head, Optional<String> winner) {

  /** Without a winner. */
  public AppendResult(int appended, Map<EventKey, Event> duplicates, long head) {
    this(appended, duplicates, head, Optional.empty());
  }

  public AppendResult {
    duplicates = Map.copyOf(duplicates);
  }
}
