package com.plantapop.chat.store;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import java.util.Map;

/**
 * What became of a {@link Run}.
 *
 * <p>The first {@code appended} events are durable with the numbers they came with. Of the others
 * none was stored by this call: those in {@code duplicates} are in the log already, as the events
 * given there; the rest must be numbered again from {@code head + 1}. Where another writer was
 * faster while the call was under way, a duplicate may be told only when the rest comes again.
 *
 * @param appended how many events, from the first, are durable now
 * @param duplicates of the events not appended, those which the log holds, by key
 * @param head the log's head as known after the call; all up to it are durable
 */
public record AppendResult(int appended, Map<EventKey, Event> duplicates, long head) {

  public AppendResult {
    duplicates = Map.copyOf(duplicates);
  }
}
