package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.store.EventMeta;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * The bytes of keys and values. They are format {@link Marker#FORMAT}: changing them needs a new
 * number there.
 *
 * <pre>
 *   log       address, seq        ->  acceptedAt (ms), length of key, key, [metadata,] payload
 *   keys      address, key        ->  seq
 *   bindings  'c', chat           ->  chatId
 *             'u', chatId         ->  chat
 *   default   'f', address        ->  seq of the first event, where the log was trimmed
 * </pre>
 *
 * <p>An address is 12 bytes of chat and one of kind; numbers are big-endian, so that the events of
 * a log lie side by side in the order of {@code seq}.
 *
 * <p>Metadata is there when the first bit of the length of the key is set: the number of its
 * entries (2), each a length (1), name, length (2), value. Without it the value is that of format
 * 1, which had none; so both are read here, and an event without metadata costs nothing for it.
 */
final class Layout {
  static final int ADDRESS_BYTES = 13;
  private static final int CHAT_BYTES = 12;
  private static final int UUID_BYTES = 16;
  private static final int WITH_METADATA = 1 << 31;

  /** With the lengths of names and values, of which there are never more than a handful. */
  private static final int MAX_METADATA_BYTES = Metadata.MAX_BYTES + 128;

  /** Before the text of a key; nothing else was ever written there. */
  private static final byte KEY_IN_UTF_8 = 0;

  private Layout() {}

  /** Where an event lies in its family. */
  static byte[] logKey(Address address, long seq) {
    return address(address, Long.BYTES).putLong(seq).array();
  }

  /** Where the number of the first event lies in its family. */
  static byte[] firstKey(Address address) {
    return ByteBuffer.allocate(1 + ADDRESS_BYTES)
        .put((byte) 'f')
        .put(address(address, 0).array())
        .array();
  }

  static long seqOfLogKey(byte[] logKey) {
    return ByteBuffer.wrap(logKey).getLong(ADDRESS_BYTES);
  }

  /** Whether two such keys belong to the same log. */
  static boolean sameLog(byte[] logKey, byte[] other) {
    return Arrays.equals(logKey, 0, ADDRESS_BYTES, other, 0, ADDRESS_BYTES);
  }

  /** Where the number of an event lies in its family. */
  static byte[] indexKey(Address address, EventKey key) {
    byte[] text = bytes(key);
    return address(address, text.length).put(text).array();
  }

  static byte[] seqValue(long seq) {
    return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
  }

  static long seqOfValue(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] eventValue(Event event) {
    byte[] key = bytes(event.key());
    byte[] payload = event.payload().utf8();
    byte[] metadata = metadata(event.metadata());
    int flag = metadata.length == 0 ? 0 : WITH_METADATA;
    return ByteBuffer.allocate(
            Long.BYTES + Integer.BYTES + key.length + metadata.length + payload.length)
        .putLong(event.acceptedAt().toEpochMilli())
        .putInt(key.length | flag)
        .put(key)
        .put(metadata)
        .put(payload)
        .array();
  }

  static boolean isGrave(byte[] value) {
    return event(1, value).isGrave();
  }

  static Event event(long seq, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    EventMeta meta = meta(seq, in);
    Payload payload = Payload.ofUtf8(take(in, in.remaining()));
    return new Event(seq, meta.key(), meta.acceptedAt(), payload, meta.metadata());
  }

  /** What stands before the payload; leaves {@code in} there. */
  static EventMeta meta(long seq, ByteBuffer in) {
    Instant acceptedAt = Instant.ofEpochMilli(in.getLong());
    int length = in.getInt();
    byte[] key = take(in, length & ~WITH_METADATA);
    Metadata metadata = (length & WITH_METADATA) == 0 ? Metadata.NONE : metadata(in);
    return new EventMeta(seq, key(key), acceptedAt, metadata);
  }

  /** Whether the beginning of a value goes as far as {@link #meta} reads. */
  static boolean holdsOutline(ByteBuffer in) {
    int key = in.getInt(Long.BYTES) & ~WITH_METADATA;
    return Long.BYTES + Integer.BYTES + key + MAX_METADATA_BYTES <= in.limit();
  }

  private static byte[] metadata(Metadata metadata) {
    if (metadata.isEmpty()) {
      return new byte[0];
    }
    Map<String, String> values = metadata.values();
    ByteBuffer out = ByteBuffer.allocate(Short.BYTES + 3 * values.size() + metadata.size());
    out.putShort((short) values.size());
    for (Map.Entry<String, String> entry : values.entrySet()) {
      byte[] value = entry.getValue().getBytes(StandardCharsets.UTF_8);
      out.put((byte) entry.getKey().length()).put(entry.getKey().getBytes(StandardCharsets.UTF_8));
      out.putShort((short) value.length).put(value);
    }
    return out.array();
  }

  private static Metadata metadata(ByteBuffer in) {
    Map<String, String> values = new HashMap<>();
    for (int left = in.getShort(); left > 0; left--) {
      String name = new String(take(in, in.get()), StandardCharsets.UTF_8);
      values.put(name, new String(take(in, in.getShort()), StandardCharsets.UTF_8));
    }
    return Metadata.of(values);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  static byte[] chatKey(ChatId chat) {
    return ByteBuffer.allocate(1 + CHAT_BYTES).put((byte) 'c').put(chatBytes(chat)).array();
  }

  static byte[] chatIdKey(UUID chatId) {
    return ByteBuffer.allocate(1 + UUID_BYTES).put((byte) 'u').put(uuidValue(chatId)).array();
  }

  static byte[] uuidValue(UUID chatId) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(chatId.getMostSignificantBits())
        .putLong(chatId.getLeastSignificantBits())
        .array();
  }

  static UUID uuid(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new UUID(in.getLong(), in.getLong());
  }

  static byte[] chatBytes(ChatId chat) {
    return HexFormat.of().parseHex(chat.hex());
  }

  static ChatId chat(byte[] value) {
    return new ChatId(HexFormat.of().formatHex(value));
  }

  private static ByteBuffer address(Address address, int more) {
    return ByteBuffer.allocate(ADDRESS_BYTES + more)
        .put(chatBytes(address.chat()))
        .put(address.kind().code());
  }

  private static byte[] bytes(EventKey key) {
    byte[] utf8 = key.value().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + utf8.length).put(KEY_IN_UTF_8).put(utf8).array();
  }

  private static EventKey key(byte[] bytes) {
    return new EventKey(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
  }
}
