package com.plantapop.chat.edge;

import com.plantapop.chat.hub.Entry;
import com.plantapop.chat.hub.Format;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Messages as whole WebSocket frames (RFC 6455 section 5.2), header included, so that one buffer is
 * written to any number of sockets as it is.
 */
enum WebSocketFormat implements Format<ByteBuf> {
  /** SockJS: several messages share one frame, {@code a["...","..."]}. */
  SOCKJS {
    @Override
    void write(ByteBuf out, List<byte[]> messages) {
      // The length is known only after the content: the header is put right before it, at last.
      out.writeZero(MAX_HEADER);
      out.writeByte('a');
      for (int i = 0; i < messages.size(); i++) {
        out.writeByte(i == 0 ? '[' : ',').writeByte('"');
        writeEscaped(out, messages.get(i));
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
  },

  /** Raw: a frame each. */
  RAW {
    @Override
    void write(ByteBuf out, List<byte[]> messages) {
      for (byte[] message : messages) {
        writeHeader(out, message.length);
        out.writeBytes(message);
      }
    }
  };

  private static final int FINAL_TEXT = 0x81;
  private static final int MAX_HEADER = 10;
  private static final int MAX_SHORT_LENGTH = 125;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  abstract void write(ByteBuf out, List<byte[]> messages);

  @Override
  public ByteBuf encode(String spelling, List<Entry> entries) {
    return encode(entries.stream().map(entry -> message(spelling, entry)).toList());
  }

  private static byte[] message(String spelling, Entry entry) {
    return FrameWriter.event(spelling, entry).getBytes(StandardCharsets.UTF_8);
  }

  /** Bridge frames as this socket kind sends them; the caller owns the buffer. */
  ByteBuf encode(List<byte[]> messages) {
    int size = 0;
    for (byte[] message : messages) {
      size += MAX_HEADER + message.length + message.length / 4;
    }
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(size + MAX_HEADER);
    write(out, messages);
    return out;
  }

  /** A SockJS control frame such as {@code o}, {@code h} or {@code c[...]}, as it stands. */
  static ByteBuf plain(String text) {
    return RAW.encode(List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static int headerSize(int length) {
    if (length <= MAX_SHORT_LENGTH) {
      return 2;
    }
    return length <= 0xFFFF ? 4 : MAX_HEADER;
  }

  private static void writeHeader(ByteBuf out, int length) {
    out.writeByte(FINAL_TEXT);
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
