package com.plantapop.chat.store.rocksdb;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.StoreRefusals;
import io.vertx.core.Promise;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.RocksDBException;

/** A few threads for reads, since any of them may wait for the disk. */
final class Readers {
  private static final int THREADS = 4;
  private static final int MAX_WAITING = 20_000;
  private static final long PATIENCE_SECONDS = 60;

  private final Storage storage;
  private final StoreLog log;
  private final ThreadPoolExecutor threads;

  Readers(Storage storage, StoreLog log) {
    this.storage = storage;
    this.log = log;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> thread(task, number.incrementAndGet()));
  }

  private static Thread thread(Runnable task, int number) {
    Thread thread = new Thread(task, "chat-store-reader-" + number);
    thread.setDaemon(true);
    return thread;
  }

  /** Never waits for room. */
  <T> void submit(Storage.Work<T> work, Promise<T> promise) {
    try {
      threads.execute(() -> read(work, promise));
    } catch (RejectedExecutionException e) {
      promise.fail(threads.isShutdown() ? StoreRefusals.closed() : StoreRefusals.busy());
    }
  }

  private <T> void read(Storage.Work<T> work, Promise<T> promise) {
    try {
      promise.complete(storage.read(work));
    } catch (Refusal refusal) {
      promise.fail(refusal);
    } catch (RocksDBException e) {
      log.about("cannot read", e);
      promise.fail(StoreRefusals.notReadable());
    } catch (RuntimeException | Error e) {
      log.bug(e);
      promise.fail(StoreRefusals.notReadable());
    }
  }

  /** Answers what was accepted; blocks until then. */
  void finish() {
    threads.shutdown();
    try {
      threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
