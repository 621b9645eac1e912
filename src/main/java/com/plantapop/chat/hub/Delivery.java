package com.plantapop.chat.hub;

import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Consecutive events of one log that were ready together, on their way to the readers of all event
 * loops. Keeps each encoding for those who come next and releases them after the last loop.
 */
public final class Delivery {
  private record Encoding<T>(Format<T> format, String address, T encoded) {
    void release() {
      format.release(encoded);
    }
  }

  private final List<Entry> entries;
  private final AtomicInteger users;
  private final List<Encoding<?>> encodings = new ArrayList<>(1);

  /**
   * @param entries at least one, numbered without holes
   * @param users how many times {@link #release} will be called
   */
  Delivery(List<Entry> entries, int users) {
    this.entries = entries;
    this.users = new AtomicInteger(users);
  }

  long firstSeq() {
    return entries.get(0).seq();
  }

  int count() {
    return entries.size();
  }

  /** When its oldest event was accepted, in milliseconds since 1970. */
  long acceptedAtMs() {
    return Timestamps.millis(entries.get(0).acceptedAt());
  }

  /** Bytes of the payloads. */
  long size() {
    return entries.stream().mapToLong(entry -> entry.payload().size()).sum();
  }

  long lastSeq() {
    return entries.get(entries.size() - 1).seq();
  }

  /**
   * The events in a socket's format. The result belongs to the delivery: a reference counted one
   * must be retained by whoever keeps it beyond the call in which the delivery was received.
   *
   * @param address in lower case; there are two, one for each separator, so that the cost does not
   *     grow with the spellings that clients think of
   */
  @SuppressWarnings("unchecked") // an encoding is stored beside the format that made it
  public synchronized <T> T encodedAs(Format<T> format, String address) {
    for (Encoding<?> encoding : encodings) {
      if (encoding.format() == format && encoding.address().equals(address)) {
        return (T) encoding.encoded();
      }
    }
    T encoded = format.encode(address, entries);
    encodings.add(new Encoding<>(format, address, encoded));
    return encoded;
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      releaseEncodings();
    }
  }

  private synchronized void releaseEncodings() {
    encodings.forEach(Encoding::release);
    encodings.clear();
  }
}
