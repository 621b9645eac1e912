package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A client's frame, encoded once; for each message only its ids are filled in. */
final class Template {
  /** Stand for 12 hex digits. */
  static final String ID = "@@@@@@@@@@@@";

  static final String REPLY = "%%%%%%%%%%%%";

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final byte[] frame;
  private final int header;
  private final int id;
  private final int reply;

  /**
   * @param text ASCII, with {@link #ID} and, if it wants an answer, {@link #REPLY}
   */
  Template(String text) {
    frame = Frames.text(text);
    header = frame.length - text.length();
    id = text.indexOf(ID);
    reply = text.indexOf(REPLY);
  }

  int length() {
    return frame.length;
  }

  /** Appends the frame of a message that wants no answer. */
  void write(ByteBuf out, long idValue) {
    int start = out.writerIndex();
    out.writeBytes(frame);
    fill(out, start, id, idValue);
  }

  void write(ByteBuf out, long idValue, long replyValue) {
    int start = out.writerIndex();
    write(out, idValue);
    fill(out, start, reply, replyValue);
  }

  /** Reads what {@link #fill} wrote, from a payload of the server. */
  static long parse(ByteBuf in, int index) {
    long value = 0;
    for (int i = 0; i < REPLY.length(); i++) {
      value = (value << 4) | Character.digit(in.getByte(index + i), 16);
    }
    return value;
  }

  private void fill(ByteBuf out, int start, int slot, long value) {
    for (int i = 0; i < ID.length(); i++) {
      int shift = 4 * (ID.length() - 1 - i);
      byte digit = HEX[(int) (value >> shift) & 0xF];
      out.setByte(start + header + slot + i, Frames.masked(digit, slot + i));
    }
  }
}
