package com.plantapop.chat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process when its heap is exhausted. An OutOfMemoryError hits whichever thread asks next
 * for memory, and libraries swallow it or die of it: what is left looks alive and serves nobody.
 *
 * <p>A jar cannot bring {@code -XX:+ExitOnOutOfMemoryError} along, and a JVM that runs cannot be
 * told. But every JVM promises to clear all soft references before it throws the first such error.
 * One that is used all the time is cleared for hardly any other reason: the clock by which its use
 * is told goes on with collections only, so the second of two that follow an idle time finds it
 * unused for all of that. Whether it was that is what {@link #isExhausted} judges.
 */
final class MemoryWatch implements Runnable {
  /** That of the JVM with {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int EXIT_OUT_OF_MEMORY = 3;

  /** By default the JVM spares what was used within 1 s for each megabyte that is free. */
  private static final long USE_MS = 500;

  /** A heap that fills is collected at least so often. */
  private static final long BETWEEN_COLLECTIONS_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final byte[] LAST_WORDS =
      "out of memory: the heap (-Xmx) is exhausted\n".getBytes(StandardCharsets.US_ASCII);

  private final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
  private SoftReference<Object> canary = new SoftReference<>(new Object(), cleared);

  /** Gone with the next collection. */
  private WeakReference<Object> uncollected = new WeakReference<>(new Object());

  private long collectedNanos = System.nanoTime();

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

  private void lookForCollection() {
    if (uncollected.get() == null) {
      uncollected = new WeakReference<>(new Object());
      collectedNanos = System.nanoTime();
    }
  }

  /**
   * Whether the heap is full, or was: then collections have followed each other, and whoever was
   * hit may have let go since.
   */
  private boolean isExhausted() {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    return free < runtime.maxMemory() / 16
        || System.nanoTime() - collectedNanos < BETWEEN_COLLECTIONS_NANOS;
  }

  private void await() {
    try {
      while (cleared.remove(USE_MS) == null || !isExhausted()) {
        lookForCollection();
        canary = canary.get() == null ? new SoftReference<>(new Object(), cleared) : canary;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    }
  }
}
