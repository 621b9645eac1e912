package com.plantapop.chat.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much each of many may do a second, after a burst. Whoever has been quiet until its burst is
 * whole again is forgotten, which changes nothing for it. Any thread.
 *
 * @param <K> who
 */
public final class RatePerKey<K> {
  /** Of heap, about, for one of them. */
  private static final long KEY_BYTES = 512;

  /** Of the heap: beyond it, who does least is forgotten early and may begin with a burst. */
  private static final int SHARE_OF_HEAP = 32;

  private static final Duration LEAST_MEMORY = Duration.ofSeconds(1);
  private static final Duration MOST_MEMORY = Duration.ofHours(1);

  private final Bandwidth bandwidth;
  private final LongSupplier nanoClock;
  private final long holdNanos;
  private final Cache<K, Bucket> buckets;

  /**
   * @param perSecond in the long run
   * @param burst at once after a pause
   */
  public RatePerKey(int perSecond, int burst) {
    this(perSecond, burst, System::nanoTime);
  }

  RatePerKey(int perSecond, int burst, LongSupplier nanoClock) {
    this.bandwidth =
        Bandwidth.builder().capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)).build();
    this.nanoClock = nanoClock;
    Duration memory = memory(Duration.ofSeconds(1).multipliedBy(burst).dividedBy(perSecond));
    this.holdNanos = memory.toNanos() / 2;
    this.buckets =
        Caffeine.newBuilder()
            .expireAfterAccess(memory)
            .maximumSize(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / KEY_BYTES)
            .ticker(nanoClock::getAsLong)
            .executor(Runnable::run) // a little at a time, so it needs no other thread
            .build();
  }

  /**
   * Twice as long as a burst takes to be whole: for half of that, {@link Allowance} may hold it.
   */
  private static Duration memory(Duration untilWhole) {
    Duration memory = untilWhole.multipliedBy(2);
    if (memory.compareTo(LEAST_MEMORY) < 0) {
      return LEAST_MEMORY;
    }
    return memory.compareTo(MOST_MEMORY) > 0 ? MOST_MEMORY : memory;
  }

  /** Milliseconds until that one may pass, 0 when it may now; only then it is counted. */
  public long tryPass(K key) {
    return tryPass(bucket(key));
  }

  private Bucket bucket(K key) {
    return buckets.get(key, unknown -> newBucket());
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .addLimit(bandwidth)
        .withCustomTimePrecision(new NanoClock(nanoClock))
        .build();
  }

  private static long tryPass(Bucket bucket) {
    if (bucket.tryConsume(1)) {
      return 0;
    }
    long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }

  /** For one who passes often. */
  public Allowance of(K key) {
    return new Allowance(key);
  }

  /**
   * The same without a look-up each time. Never holds what has been forgotten meanwhile, so that
   * all allowances of one key share one. One thread.
   */
  public final class Allowance {
    private final K key;
    private Bucket held;
    private long heldSince;

    private Allowance(K key) {
      this.key = key;
    }

    /** As {@link RatePerKey#tryPass}. */
    public long tryPass() {
      long now = nanoClock.getAsLong();
      if (held == null || now - heldSince > holdNanos) {
        held = bucket(key);
        heldSince = now;
      }
      return RatePerKey.tryPass(held);
    }
  }

  /** Of many tests, and of the machine; never that on the wall, which is set now and then. */
  private record NanoClock(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
