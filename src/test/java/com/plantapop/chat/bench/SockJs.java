package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** SockJS's framing, and what the client looks for in it without parsing JSON. */
final class SockJs {
  /** Begins the content of every message, and occurs nowhere else in what a reader gets. */
  static final byte MARKER = '^';

  /** Between two markers stand at least the rest of one event and the head of the next. */
  private static final int MARKERS_APART = 128;

  private static final ByteBuf ERROR = ascii("\\\"type\\\":\\\"err\\\"");
  private static final ByteBuf REGISTERED = ascii("\\\"registered\\\"");

  private SockJs() {}

  static String frame(String json) {
    return "[\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
  }

  /** How many events the server's frame holds, be it SockJS's or {@link Centrifugo}'s. */
  static int countEvents(ByteBuf frame) {
    int events = 0;
    int end = frame.writerIndex();
    int at = frame.indexOf(frame.readerIndex(), end, MARKER);
    while (at >= 0) {
      events++;
      at = at + MARKERS_APART < end ? frame.indexOf(at + MARKERS_APART, end, MARKER) : -1;
    }
    return events;
  }

  static boolean hasError(ByteBuf frame) {
    return ByteBufUtil.indexOf(ERROR, frame) >= 0;
  }

  /** Whether it says that a subscription stands. */
  static boolean hasRegistered(ByteBuf frame) {
    return ByteBufUtil.indexOf(REGISTERED, frame) >= 0;
  }

  static ByteBuf ascii(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII).asReadOnly());
  }
}
