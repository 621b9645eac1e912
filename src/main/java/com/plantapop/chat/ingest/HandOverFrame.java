package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Payload;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Events without their numbers, between nodes: a byte with the version, one with the kind of log,
 * the 24 digits of the chat, then for each event its key and its payload, each an int with its
 * length and the bytes as they are.
 */
record HandOverFrame(Address address, List<Item> items) {
  /** Another version is refused, and its sender goes to the store: nodes may differ in age. */
  private static final byte VERSION = 1;

  private static final byte MESSAGES = 'm';
  private static final byte RECEIPTS = 'r';
  private static final int CHAT_DIGITS = 24;

  /** An event before it has its number. */
  record Item(EventKey key, Payload payload) {}

  static Buffer encode(Address address, List<Event> events) {
    Buffer frame =
        Buffer.buffer()
            .appendByte(VERSION)
            .appendByte(address.kind() == LogKind.MESSAGES ? MESSAGES : RECEIPTS)
            .appendString(address.chat().hex());
    for (Event event : events) {
      append(frame, event.key().value().getBytes(StandardCharsets.UTF_8));
      append(frame, event.payload().utf8());
    }
    return frame;
  }

  private static void append(Buffer frame, byte[] bytes) {
    frame.appendInt(bytes.length).appendBytes(bytes);
  }

  /** Throws IllegalArgumentException or IndexOutOfBoundsException when it is none. */
  static HandOverFrame decode(Buffer frame) {
    if (frame.getByte(0) != VERSION) {
      throw new IllegalArgumentException("version " + frame.getByte(0));
    }
    LogKind kind = frame.getByte(1) == MESSAGES ? LogKind.MESSAGES : LogKind.RECEIPTS;
    int at = 2 + CHAT_DIGITS;
    Address address = new Address(new ChatId(frame.getString(2, at)), kind);
    List<Item> items = new ArrayList<>();
    while (at < frame.length()) {
      byte[] key = bytes(frame, at);
      at += Integer.BYTES + key.length;
      byte[] payload = bytes(frame, at);
      at += Integer.BYTES + payload.length;
      String keyText = new String(key, StandardCharsets.UTF_8);
      items.add(new Item(new EventKey(keyText), Payload.ofUtf8(payload)));
    }
    return new HandOverFrame(address, items);
  }

  private static byte[] bytes(Buffer frame, int at) {
    int start = at + Integer.BYTES;
    return frame.getBytes(start, start + frame.getInt(at));
  }

  int payloadBytes() {
    return items.stream().mapToInt(item -> item.payload().size()).sum();
  }

  static Buffer encodeAnswer(List<Taken> taken) {
    Buffer answer = Buffer.buffer(taken.size() * 2 * Long.BYTES);
    taken.forEach(one -> answer.appendLong(one.seq()).appendLong(one.acceptedAtMs()));
    return answer;
  }

  /** Throws IndexOutOfBoundsException when it is too short. */
  static List<Taken> decodeAnswer(Buffer answer, int events) {
    List<Taken> taken = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      int at = i * 2 * Long.BYTES;
      taken.add(new Taken(answer.getLong(at), answer.getLong(at + Long.BYTES)));
    }
    return taken;
  }
}
