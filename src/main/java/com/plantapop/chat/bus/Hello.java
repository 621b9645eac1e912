package com.plantapop.chat.bus;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Says who is there. To a known peer it also says how many frames each event loop has sent so far:
 * the last one may be lost without another that shows the hole.
 *
 * <pre>head:2 sender:16 loops:2 number:8... digest:16</pre>
 *
 * @param numbers one for each event loop; none in an introduction, which goes to all
 */
record Hello(UUID sender, List<Long> numbers) {
  /** What it is, and the version of its layout. */
  static final short HEAD = 'H' << 8 | 1;

  static Hello introduction(UUID sender) {
    return new Hello(sender, List.of());
  }

  static Hello of(UUID sender, AtomicLongArray sent) {
    return new Hello(sender, IntStream.range(0, sent.length()).mapToObj(sent::get).toList());
  }

  byte[] encode(FrameDigest digest) {
    int size = 2 + 16 + 2 + 8 * numbers.size() + FrameDigest.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).putShort(HEAD);
    out.putLong(sender.getMostSignificantBits()).putLong(sender.getLeastSignificantBits());
    out.putShort((short) numbers.size());
    numbers.forEach(out::putLong);
    digest.seal(out.array());
    return out.array();
  }

  /** Empty when no node with the same store has sent it as it is. */
  static Optional<Hello> decode(byte[] bytes, FrameDigest digest) {
    if (!digest.isSealed(bytes)) {
      return Optional.empty();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes).position(2);
      UUID sender = new UUID(in.getLong(), in.getLong());
      int loops = in.getShort();
      List<Long> numbers = new ArrayList<>();
      for (int i = 0; i < loops; i++) {
        numbers.add(in.getLong());
      }
      return Optional.of(new Hello(sender, numbers));
    } catch (BufferUnderflowException anotherLayout) {
      return Optional.empty();
    }
  }
}
