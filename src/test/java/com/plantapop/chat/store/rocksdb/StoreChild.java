package com.plantapop.chat.store.rocksdb;

import static com.plantapop.chat.store.StoreSubject.await;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import com.plantapop.chat.store.RivalWriter;
import com.plantapop.chat.store.Samples;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that writes without an end, to be killed or to be put on a bad disk. Each thread has
 * logs of its own and one that all share. It says on stdout, a line each: {@code ack LOG SEQ NAME},
 * {@code refused CODE}, {@code read COUNT}.
 *
 * <p>Arguments: the directory, a seed, a word that no other process on the directory has.
 */
final class StoreChild implements RivalWriter.Witness {
  static final List<Address> LOGS = logs();
  private static final int WRITERS = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final EventStore store;
  private final long seed;
  private final String word;

  private StoreChild(EventStore store, long seed, String word) {
    this.store = store;
    this.seed = seed;
    this.word = word;
  }

  public static void main(String[] args) {
    EventStore store = RocksEventStore.open(Vertx.vertx(), Path.of(args[0]));
    StoreChild child = new StoreChild(store, Long.parseLong(args[1]), args[2]);
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      new Thread(() -> child.write(number), "writer-" + i).start();
    }
    new Thread(child::read, "reader").start();
  }

  /** The shared log, then one of each writer. */
  private static List<Address> logs() {
    List<Address> logs = new ArrayList<>();
    logs.add(Address.messages(Samples.chat(1)));
    for (int i = 0; i < WRITERS; i++) {
      logs.add(Address.receipts(Samples.chat(1 + i)));
    }
    return List.copyOf(logs);
  }

  private void write(int number) {
    Random random = new Random(seed + number);
    List<RivalWriter> writers =
        List.of(
            new RivalWriter(store, LOGS.get(0), this),
            new RivalWriter(store, LOGS.get(1 + number), this));
    for (int batch = 0; true; batch++) {
      List<String> names = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        names.add(word + "-" + number + "-" + batch + "-" + i + "-" + filler(random) + ".");
      }
      writers.get(random.nextInt(2)).append(names);
    }
  }

  /** Mostly short; long ones make records that span several blocks of the write-ahead log. */
  private static String filler(Random random) {
    return "x".repeat(random.nextInt(50) == 0 ? 20_000 : random.nextInt(400));
  }

  private void read() {
    while (true) {
      try {
        int count = await(store.readBefore(LOGS.get(0), Long.MAX_VALUE, 10, 1 << 20)).size();
        System.out.println("read " + count);
      } catch (Refusal refusal) {
        System.out.println("unreadable " + refusal.code());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void acknowledged(Address log, long seq, String name) {
    System.out.println("ack " + LOGS.indexOf(log) + " " + seq + " " + name);
  }

  @Override
  public void refused(Refusal refusal) {
    System.out.println("refused " + refusal.code());
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
