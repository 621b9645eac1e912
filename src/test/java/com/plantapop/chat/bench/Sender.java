package com.plantapop.chat.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * One socket of {@link Sends}. Each of its slots has one send in flight, whose reply address names
 * the slot and how often it was used.
 */
final class Sender implements SocketListener {
  /** From the R of {@code rec} in the type to the marker that begins the reply address. */
  private static final int TYPE_BEFORE_MARKER = "rec\\\",\\\"address\\\":\\\"".length();

  private static final int SLOT_SHIFT = 32;
  private static final long USE_MASK = 0xFFFF_FFFFL;

  private final Sends sends;
  private final Template template;
  private final long[] sentAt;
  private final int[] uses;
  private final int[] free;
  private int freeCount;
  private Socket socket;

  /**
   * @param slots sends in flight
   */
  Sender(Sends sends, Chat chat, int slots) {
    this.sends = sends;
    this.template = chat.send();
    this.sentAt = new long[slots];
    this.uses = new int[slots];
    this.free = new int[slots];
  }

  /** Sends the first ones. */
  void start() {
    for (int slot = 0; slot < free.length; slot++) {
      free[freeCount++] = slot;
    }
    endOfRead();
  }

  @Override
  public void opened(Socket opened) {
    socket = opened;
  }

  @Override
  public void frame(ByteBuf payload) {
    long now = System.nanoTime();
    int end = payload.writerIndex();
    int at = payload.indexOf(payload.readerIndex(), end, SockJs.MARKER);
    while (at >= 0) {
      answered(payload, at, now);
      at = payload.indexOf(at + 1, end, SockJs.MARKER);
    }
  }

  /** What arrived together is answered with one write. */
  @Override
  public void endOfRead() {
    if (freeCount > 0) {
      ByteBuf out = socket.buffer(freeCount * template.length());
      long now = System.nanoTime();
      while (freeCount > 0) {
        send(out, free[--freeCount], now);
      }
      socket.write(out);
    }
  }

  @Override
  public void lost(String reason) {
    sends.fail("a sender was lost: " + reason);
  }

  private void send(ByteBuf out, int slot, long now) {
    long id = sends.nextId();
    if (id >= 0) {
      sentAt[slot] = now;
      template.write(out, id, ((long) slot << SLOT_SHIFT) | uses[slot]);
    }
  }

  private void answered(ByteBuf payload, int marker, long now) {
    long reply = Template.parse(payload, marker + 1);
    int slot = (int) (reply >> SLOT_SHIFT);
    if (uses[slot] != (int) (reply & USE_MASK)) {
      sends.fail("a send was answered twice");
      return;
    }
    uses[slot]++;
    free[freeCount++] = slot;
    if (payload.getByte(marker - TYPE_BEFORE_MARKER) == 'r') {
      sends.acknowledged(now - sentAt[slot]);
    } else {
      sends.refused(payload.toString(StandardCharsets.UTF_8));
    }
  }
}
