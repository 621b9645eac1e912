package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.store.ListEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * The bytes of the entries that tell the chats of a person, part of format {@link Marker#FORMAT}.
 *
 * <pre>
 *   lists     'c', chat, person                              ->  seq, activity (ms)
 *             'p', length of person, person, activity, chat  ->  seq
 * </pre>
 *
 * <p>The first finds an entry by what it is about; the second keeps those of a person side by side
 * in the order of activity.
 */
final class ListLayout {
  private static final int CHAT_BYTES = 12;
  private static final byte BY_CHAT = 'c';
  private static final byte BY_PERSON = 'p';

  private ListLayout() {}

  /** Where the entries of a chat begin. */
  static byte[] chatPrefix(ChatId chat) {
    return ByteBuffer.allocate(1 + CHAT_BYTES).put(BY_CHAT).put(Layout.chatBytes(chat)).array();
  }

  static byte[] chatKey(ChatId chat, String person) {
    byte[] text = person.getBytes(StandardCharsets.UTF_8);
    byte[] prefix = chatPrefix(chat);
    return ByteBuffer.allocate(prefix.length + text.length).put(prefix).put(text).array();
  }

  /** Whose entry is at such a key. */
  static String person(byte[] chatKey) {
    int prefix = 1 + CHAT_BYTES;
    return new String(chatKey, prefix, chatKey.length - prefix, StandardCharsets.UTF_8);
  }

  static byte[] chatValue(ListEntry entry) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(entry.seq())
        .putLong(entry.activity().toEpochMilli())
        .array();
  }

  static ListEntry entry(ChatId chat, String person, byte[] chatValue) {
    ByteBuffer in = ByteBuffer.wrap(chatValue);
    return new ListEntry(chat, person, in.getLong(), Instant.ofEpochMilli(in.getLong()));
  }

  /** Where the entries of a person begin. */
  static byte[] personPrefix(String person) {
    byte[] text = person.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Short.BYTES + text.length)
        .put(BY_PERSON)
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  /** Behind all entries of a person. */
  static byte[] personEnd(String person) {
    byte[] prefix = personPrefix(person);
    byte[] end = Arrays.copyOf(prefix, prefix.length + Long.BYTES + CHAT_BYTES);
    Arrays.fill(end, prefix.length, end.length, (byte) 0xff);
    return end;
  }

  static byte[] personKey(ListEntry entry) {
    byte[] prefix = personPrefix(entry.person());
    return ByteBuffer.allocate(prefix.length + Long.BYTES + CHAT_BYTES)
        .put(prefix)
        .putLong(entry.activity().toEpochMilli())
        .put(Layout.chatBytes(entry.chat()))
        .array();
  }

  /** The entry at such a key, of the person whose entries begin with {@code prefix}. */
  static ListEntry entry(String person, byte[] prefix, byte[] personKey, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(personKey).position(prefix.length);
    Instant activity = Instant.ofEpochMilli(in.getLong());
    byte[] chat = new byte[CHAT_BYTES];
    in.get(chat);
    return new ListEntry(Layout.chat(chat), person, Layout.seqOfValue(value), activity);
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
