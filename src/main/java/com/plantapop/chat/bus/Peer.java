package com.plantapop.chat.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageProducer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another node: what is on its way to it, and how much of its frames has come. Sending is safe for
 * use by any thread, the rest belongs to one event loop.
 */
final class Peer {
  /**
   * Of frames that are not written yet: a node that hangs must not fill the memory of the others.
   * Beyond it only numbers go, until it counts as silent.
   */
  private static final long MAX_UNWRITTEN_BYTES = 8 << 20;

  private final UUID id;
  private final MessageProducer<Buffer> producer;
  private final AtomicLong unwritten = new AtomicLong();

  /** By event loop of the peer: the last number that came, and the one of its last hello. */
  private final Map<Integer, Long> received = new HashMap<>();

  private List<Long> promised = List.of();
  private long lastHeard;

  Peer(UUID id, MessageProducer<Buffer> producer) {
    this.id = id;
    this.producer = producer;
  }

  UUID id() {
    return id;
  }

  /** Bytes that are not written yet. */
  long unwritten() {
    return unwritten.get();
  }

  boolean takes(int bytes) {
    return unwritten.get() + bytes <= MAX_UNWRITTEN_BYTES;
  }

  /** At most once: what does not arrive is missing in the numbers. */
  void send(byte[] frame) {
    unwritten.addAndGet(frame.length);
    producer.write(Buffer.buffer(frame)).onComplete(written -> unwritten.addAndGet(-frame.length));
  }

  void heard() {
    lastHeard = System.nanoTime();
  }

  /** On the clock of {@link System#nanoTime}. */
  long lastHeard() {
    return lastHeard;
  }

  /** Whether nothing is missing before this frame. One that was overtaken is no loss any more. */
  boolean follows(EventFrame frame) {
    long last = received.getOrDefault(frame.loop(), 0L);
    received.put(frame.loop(), Math.max(last, frame.number()));
    return frame.number() <= last + 1;
  }

  /**
   * Whether all has come that the hello before this one told of: what this one tells of may still
   * be on its way. An introduction tells of nothing.
   */
  boolean isComplete(Hello hello) {
    if (hello.numbers().isEmpty()) {
      return true;
    }
    boolean complete = true;
    for (int loop = 0; loop < promised.size(); loop++) {
      long last = received.getOrDefault(loop, 0L);
      complete &= promised.get(loop) <= last;
      received.put(loop, Math.max(last, promised.get(loop)));
    }
    promised = hello.numbers();
    return complete;
  }
}
