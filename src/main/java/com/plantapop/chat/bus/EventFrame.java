package com.plantapop.chat.bus;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Payload;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one event loop has appended in a turn, on its way to the other nodes. The stored bytes are
 * in it as they are, so nothing is decoded and encoded again.
 *
 * <pre>
 *   head:2 sender:16 loop:2 number:8 count:4 item... digest:16
 *   item = kind:1 chat:12 seq:8 length:4 [acceptedAt:24 payload:length]    length -1: no more
 * </pre>
 *
 * @param sender a node, from its start to its end
 * @param loop of the sender
 * @param number of the frame among those of the loop: 1, 2, 3, ... A hole is a loss
 */
record EventFrame(UUID sender, int loop, long number, List<Item> items) {
  /** What it is, and the version of its layout. */
  static final short HEAD = 'F' << 8 | 1;

  private static final int HEADER_BYTES = 2 + 16 + 2 + 8 + 4;
  private static final int ITEM_BYTES = 1 + 12 + 8 + 4;
  private static final int TIME_BYTES = 24;
  private static final int NUMBER_ONLY = -1;

  /**
   * An event, or that a log reaches a number.
   *
   * @param entry null when only the number goes
   */
  record Item(Address address, long seq, Entry entry) {
    static Item of(Address address, Entry entry) {
      return new Item(address, entry.seq(), entry);
    }

    Item numberOnly() {
      return new Item(address, seq, null);
    }

    int size() {
      return ITEM_BYTES + (entry == null ? 0 : TIME_BYTES + entry.payload().size());
    }
  }

  /** The same for a peer that does not take so much. */
  EventFrame numbersOnly() {
    return new EventFrame(sender, loop, number, items.stream().map(Item::numberOnly).toList());
  }

  byte[] encode(FrameDigest digest) {
    int size = HEADER_BYTES + FrameDigest.BYTES + items.stream().mapToInt(Item::size).sum();
    ByteBuffer out = ByteBuffer.allocate(size).putShort(HEAD);
    out.putLong(sender.getMostSignificantBits()).putLong(sender.getLeastSignificantBits());
    out.putShort((short) loop).putLong(number).putInt(items.size());
    items.forEach(item -> write(item, out));
    digest.seal(out.array());
    return out.array();
  }

  private static void write(Item item, ByteBuffer out) {
    out.put(item.address().kind().code());
    out.put(HexFormat.of().parseHex(item.address().chat().hex())).putLong(item.seq());
    if (item.entry() == null) {
      out.putInt(NUMBER_ONLY);
    } else {
      Payload payload = item.entry().payload();
      out.putInt(payload.size());
      out.put(item.entry().acceptedAt().getBytes(StandardCharsets.US_ASCII)).put(payload.utf8());
    }
  }

  /** Empty when no node with the same store has sent it as it is. */
  static Optional<EventFrame> decode(byte[] bytes, FrameDigest digest) {
    if (!digest.isSealed(bytes)) {
      return Optional.empty();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes).position(2);
      UUID sender = new UUID(in.getLong(), in.getLong());
      int loop = in.getShort();
      long number = in.getLong();
      int count = in.getInt();
      List<Item> items = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        items.add(read(in));
      }
      return Optional.of(new EventFrame(sender, loop, number, items));
    } catch (BufferUnderflowException | IllegalArgumentException anotherLayout) {
      return Optional.empty();
    }
  }

  private static Item read(ByteBuffer in) {
    LogKind kind = LogKind.ofCode(in.get());
    Address address = new Address(new ChatId(HexFormat.of().formatHex(bytes(in, 12))), kind);
    long seq = in.getLong();
    int length = in.getInt();
    if (length == NUMBER_ONLY) {
      return new Item(address, seq, null);
    }
    String acceptedAt = new String(bytes(in, TIME_BYTES), StandardCharsets.US_ASCII);
    return Item.of(address, new Entry(seq, acceptedAt, Payload.ofUtf8(bytes(in, length))));
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
