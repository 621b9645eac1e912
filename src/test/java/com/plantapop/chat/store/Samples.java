package com.plantapop.chat.store;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Values for the tests of stores. */
public final class Samples {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");

  private Samples() {}

  public static ChatId chat(long number) {
    return new ChatId(String.format("%024x", number));
  }

  /** A chat that no other test uses: a store may be shared. */
  public static ChatId newChat() {
    String random = UUID.randomUUID().toString().replace("-", "");
    return new ChatId(random.substring(0, 24));
  }

  public static Address newLog() {
    return Address.messages(newChat());
  }

  public static EventKey key(String text) {
    return EventKey.ofMessage(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Two of the same number and name are equal. */
  public static Event event(long seq, String name) {
    Payload payload = Payload.of("{\"text\":\"" + name + "\"}");
    return new Event(seq, key(name), NOON.plusMillis(seq), payload);
  }

  public static Event event(long seq, String name, byte[] payload) {
    return new Event(seq, key(name), NOON, Payload.ofUtf8(payload));
  }

  /** Events named after their numbers. */
  public static List<Event> events(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(seq -> event(seq, "e" + seq)).toList();
  }

  public static Run run(Address log, Event... events) {
    return new Run(log, List.of(events));
  }
}
