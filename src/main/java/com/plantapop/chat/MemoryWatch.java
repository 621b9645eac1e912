package com.plantapop.chat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process when its heap is exhausted. An OutOfMemoryError hits whichever thread asks next
 * for memory, and libraries swallow it or die of it: what is left looks alive and serves nobody.
 *
 * <p>A jar cannot bring {@code -XX:+ExitOnOutOfMemoryError} along, and a JVM that runs cannot be
 * told. But every JVM promises to clear all soft references before it throws the first such error,
 * and one that is used all the time is cleared for no other reason.
 */
final class MemoryWatch implements Runnable {
  /** That of the JVM with {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int EXIT_OUT_OF_MEMORY = 3;

  /** By default the JVM spares what was used within 1 s for each megabyte that is free. */
  private static final long USE_MS = 500;

  private static final byte[] LAST_WORDS =
      "out of memory: the heap (-Xmx) is exhausted\n".getBytes(StandardCharsets.US_ASCII);

  private final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
  private final SoftReference<Object> canary = new SoftReference<>(new Object(), cleared);

  private MemoryWatch() {}

  static void start() {
    Thread thread = new Thread(new MemoryWatch(), "memory-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** This thread may be the one that is hit. */
  @Override
  public void run() {
    try {
      await();
      System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
    } finally {
      Runtime.getRuntime().halt(EXIT_OUT_OF_MEMORY);
    }
  }

  private void await() {
    try {
      do {
        canary.get();
      } while (cleared.remove(USE_MS) == null);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    }
  }
}
