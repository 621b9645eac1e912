package com.plantapop.chat.edge;

import com.plantapop.chat.event.Entry;
import com.plantapop.chat.hub.Format;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * Messages as whole WebSocket frames (RFC 6455 section 5.2), header included, so that one buffer is
 * written to any number of sockets as it is.
 */
enum WebSocketFormat implements Format<WebSocketFormat.Frames> {
  /** SockJS: several messages share one frame, {@code a["...","..."]}. */
  SOCKJS(WebSocketFormat.FINAL_TEXT) {
    @Override
    void write(ByteBuf out, List<byte[][]> messages, int[] starts) {
      // The length is known only after the content: the header is put right before it, at last.
      out.writeZero(MAX_HEADER);
      out.writeByte('a');
      for (int i = 0; i < messages.size(); i++) {
        out.writeByte(i == 0 ? '[' : ',').writeByte('"');
        starts[i] = out.writerIndex();
        for (byte[] part : messages.get(i)) {
          writeEscaped(out, part);
        }
        out.writeByte('"');
      }
      out.writeByte(']');
      int length = out.readableBytes() - MAX_HEADER;
      int end = out.writerIndex();
      int start = MAX_HEADER - headerSize(length);
      out.setIndex(start, start);
      writeHeader(out, length);
      out.writerIndex(end);
    }

    @Override
    int addressOffset() {
      return ESCAPED_PREFIX_LENGTH;
    }
  },

  /** Raw: a frame each, in the opcode that the client uses. */
  RAW_TEXT(WebSocketFormat.FINAL_TEXT),
  RAW_BINARY(WebSocketFormat.FINAL_BINARY);

  /** Encoded events, one frame or message after the other, and where each has its address. */
  static final class Frames {
    private final ByteBuf bytes;
    private final int[] addressAt;

    private Frames(ByteBuf bytes, int[] addressAt) {
      this.bytes = bytes;
      this.addressAt = addressAt;
    }

    /** Not a copy; the caller retains what it keeps. */
    ByteBuf bytes() {
      return bytes;
    }

    /** The same frames with another spelling of the address; the caller owns them. */
    ByteBuf spelt(String address) {
      byte[] spelling = address.getBytes(StandardCharsets.US_ASCII);
      ByteBuf copy = bytes.copy();
      for (int at : addressAt) {
        copy.setBytes(at - bytes.readerIndex(), spelling);
      }
      return copy;
    }
  }

  static final int CLOSE = 0x88;
  static final int PING = 0x89;
  static final int PONG = 0x8A;

  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_BINARY = 0x82;
  private static final int MAX_HEADER = 10;
  private static final int MAX_SHORT_LENGTH = 125;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EVENT_END = FrameWriter.EVENT_END.getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX_LENGTH = FrameWriter.EVENT_PREFIX.length();

  /** With a backslash before each quote. */
  private static final int ESCAPED_PREFIX_LENGTH =
      PREFIX_LENGTH + (int) FrameWriter.EVENT_PREFIX.chars().filter(c -> c == '"').count();

  private final int firstByte;

  WebSocketFormat(int firstByte) {
    this.firstByte = firstByte;
  }

  boolean isSockJs() {
    return this == SOCKJS;
  }

  /**
   * Appends the messages and notes where each begins.
   *
   * @param messages each in parts, so that stored bytes need not be copied together before
   */
  void write(ByteBuf out, List<byte[][]> messages, int[] starts) {
    for (int i = 0; i < messages.size(); i++) {
      writeHeader(out, length(messages.get(i)));
      starts[i] = out.writerIndex();
      for (byte[] part : messages.get(i)) {
        out.writeBytes(part);
      }
    }
  }

  private static int length(byte[][] parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    return length;
  }

  /** From the begin of an event's message to its address. */
  int addressOffset() {
    return PREFIX_LENGTH;
  }

  @Override
  public Frames encode(String address, List<Entry> entries) {
    int[] addressAt = new int[entries.size()];
    ByteBuf bytes =
        encode(entries.stream().map(entry -> message(address, entry)).toList(), addressAt);
    for (int i = 0; i < addressAt.length; i++) {
      addressAt[i] += addressOffset();
    }
    return new Frames(bytes, addressAt);
  }

  @Override
  public void release(Frames encoded) {
    encoded.bytes().release();
  }

  private static byte[][] message(String address, Entry entry) {
    byte[] head = FrameWriter.eventHead(address, entry).getBytes(StandardCharsets.UTF_8);
    return new byte[][] {head, entry.payload().utf8(), EVENT_END};
  }

  /** One bridge frame as this socket kind sends it; the caller owns the buffer. */
  ByteBuf encode(String message) {
    byte[][] whole = {message.getBytes(StandardCharsets.UTF_8)};
    return encode(Collections.singletonList(whole), new int[1]);
  }

  private ByteBuf encode(List<byte[][]> messages, int[] starts) {
    int size = 0;
    for (byte[][] message : messages) {
      int length = length(message);
      size += MAX_HEADER + length + length / 4;
    }
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size + MAX_HEADER);
    write(out, messages, starts);
    return out;
  }

  /** A control frame (RFC 6455 section 5.5) of at most 125 bytes, which are not taken over. */
  static ByteBuf control(int firstByte, ByteBuf payload) {
    return PooledByteBufAllocator.DEFAULT
        .directBuffer(2 + payload.readableBytes())
        .writeByte(firstByte)
        .writeByte(payload.readableBytes())
        .writeBytes(payload, payload.readerIndex(), payload.readableBytes());
  }

  private static int headerSize(int length) {
    if (length <= MAX_SHORT_LENGTH) {
      return 2;
    }
    return length <= 0xFFFF ? 4 : MAX_HEADER;
  }

  void writeHeader(ByteBuf out, int length) {
    out.writeByte(firstByte);
    switch (headerSize(length)) {
      case 2 -> out.writeByte(length);
      case 4 -> out.writeByte(LENGTH_16).writeShort(length);
      default -> out.writeByte(LENGTH_64).writeLong(length);
    }
  }

  /** As the inside of a JSON string; UTF-8 beyond ASCII passes as it is. */
  private static void writeEscaped(ByteBuf out, byte[] text) {
    int from = 0;
    for (int i = 0; i < text.length; i++) {
      byte b = text[i];
      if (b == '"' || b == '\\') {
        out.writeBytes(text, from, i - from).writeByte('\\').writeByte(b);
        from = i + 1;
      } else if (b >= 0 && b < ' ') {
        out.writeBytes(text, from, i - from);
        out.writeByte('\\').writeByte('u').writeByte('0').writeByte('0');
        out.writeByte(HEX[b >> 4]).writeByte(HEX[b & 0xF]);
        from = i + 1;
      }
    }
    out.writeBytes(text, from, text.length - from);
  }
}
