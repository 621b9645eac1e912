package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** The few parts of RFC 6455 that the client needs. */
final class Frames {
  /** Every client must mask; one mask for all does, since there is no proxy to protect. */
  private static final byte[] MASK = {0x21, 0x43, 0x65, 0x17};

  private static final int FIN = 0x80;
  private static final int TEXT = 0x1;
  private static final int MASKED = 0x80;
  private static final int LARGEST_SHORT = 125;
  private static final int LENGTH_16_BITS = 126;

  private Frames() {}

  static ByteBuf upgrade(ByteBufAllocator allocator, String path) {
    String request =
        """
        GET %s HTTP/1.1\r
        Host: 127.0.0.1\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(path);
    return allocator.buffer().writeBytes(request.getBytes(StandardCharsets.US_ASCII));
  }

  static ByteBuf text(ByteBufAllocator allocator, String text) {
    return allocator.buffer().writeBytes(text(text));
  }

  /** A whole frame, header included. */
  static byte[] text(String text) {
    return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuf control(ByteBufAllocator allocator, int opcode, ByteBuf payload) {
    byte[] bytes = new byte[payload.readableBytes()];
    payload.readBytes(bytes);
    return allocator.buffer().writeBytes(frame(opcode, bytes));
  }

  /** What goes on the wire for a payload's byte. */
  static int masked(int value, int indexInPayload) {
    return value ^ MASK[indexInPayload & 3];
  }

  /** Of the server's frame that begins here, in bytes; 0 while not all of it is there. */
  static int headerLength(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return 0;
    }
    int size = in.getByte(in.readerIndex() + 1);
    int header = size <= LARGEST_SHORT ? 2 : size == LENGTH_16_BITS ? 4 : 10;
    return in.readableBytes() < header ? 0 : header;
  }

  /** Valid once the header is there. */
  static long payloadLength(ByteBuf in) {
    int size = in.getByte(in.readerIndex() + 1);
    if (size <= LARGEST_SHORT) {
      return size;
    }
    int start = in.readerIndex() + 2;
    return size == LENGTH_16_BITS ? in.getUnsignedShort(start) : in.getLong(start);
  }

  private static byte[] frame(int opcode, byte[] payload) {
    boolean isShort = payload.length <= LARGEST_SHORT;
    int header = (isShort ? 2 : 4) + MASK.length;
    byte[] frame = new byte[header + payload.length];
    frame[0] = (byte) (FIN | opcode);
    frame[1] = (byte) (MASKED | (isShort ? payload.length : LENGTH_16_BITS));
    if (!isShort) {
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
    }
    System.arraycopy(MASK, 0, frame, header - MASK.length, MASK.length);
    for (int i = 0; i < payload.length; i++) {
      frame[header + i] = (byte) masked(payload[i], i);
    }
    return frame;
  }
}
