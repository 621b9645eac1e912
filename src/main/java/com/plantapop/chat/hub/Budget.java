package com.plantapop.chat.hub;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that a node keeps for its clients, all of them together: what waits to be read by them,
 * what has come of frames that are not complete, pages on their way from the log (G7). Each socket
 * has a bound of its own as well; this one keeps thousands of them, each within its own, from
 * filling the heap.
 *
 * <p>Memory that is there already is counted by an {@link Account}, whether there is room or not;
 * memory that can wait is reserved before it is taken. Safe for use by several threads.
 */
public final class Budget {
  /** Of the limit: beyond it the node is short, and those who hold most have to go. */
  private static final double SHORT = 0.9;

  private static final long RETRY_AFTER_MS = 1_000;

  /** Of the limit: where there is enough again. */
  private static final double RELIEVED = 0.7;

  private final long limit;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong admitted = new AtomicLong();
  private final AtomicLong heldByAll = new AtomicLong();
  private final AtomicLong holders = new AtomicLong();
  private final AtomicLong turnedAway = new AtomicLong();

  /**
   * @param limit bytes
   */
  public Budget(long limit) {
    this.limit = limit;
  }

  /** What one client holds. Touched on its event loop only. */
  public final class Account {
    private long held;

    /** Says how much it is now; 0 once the client is gone. */
    public void holds(long bytes) {
      if (bytes != held) {
        used.addAndGet(bytes - held);
        heldByAll.addAndGet(bytes - held);
        holders.addAndGet(Long.signum(bytes) - Long.signum(held));
        held = bytes;
      }
    }

    public long held() {
      return held;
    }

    /**
     * Whether this client must take no more, because it holds something and the node is short. Who
     * was told so is to be told of the end, too: see {@link #turnedAway}.
     */
    public boolean mustWait() {
      boolean must = held > 0 && isShort();
      if (must) {
        turnedAway.incrementAndGet();
      }
      return must;
    }
  }

  public Account open() {
    return new Account();
  }

  /** Bytes. */
  public long limit() {
    return limit;
  }

  /**
   * Takes room for what a client costs by being there (a connection, a session), of which there is
   * half of the limit, beside the rest: it neither waits nor can be given up, and must not make the
   * node short. To be followed by one {@link #dismiss} when it was admitted.
   */
  public boolean admit(long bytes) {
    return admit(bytes, limit / 2);
  }

  /** As the other, for what clients have many of: leaves some room for those who come. */
  public boolean admitMany(long bytes) {
    return admit(bytes, limit * 3 / 8);
  }

  private boolean admit(long bytes, long most) {
    return take(admitted, bytes, most);
  }

  private static boolean take(AtomicLong of, long bytes, long most) {
    if (of.addAndGet(bytes) <= most) {
      return true;
    }
    of.addAndGet(-bytes);
    return false;
  }

  /** Gives back what was admitted. */
  public void dismiss(long bytes) {
    admitted.addAndGet(-bytes);
  }

  /** Takes room if there is any; must be followed by one {@link #release}. */
  public boolean tryReserve(long bytes) {
    return take(used, bytes, limit);
  }

  /**
   * As the other, for what strangers may ask for as they like: only out of the first half, so that
   * they alone cannot make the node short, whereupon others would have to go.
   */
  public boolean tryReserveOfHalf(long bytes) {
    return take(used, bytes, limit / 2);
  }

  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Whether there is so little left that who holds something must not take more. */
  public boolean isShort() {
    return used.get() > SHORT * limit;
  }

  /** What is said (503) where nothing can be reserved or admitted. */
  public static Refusal noRoom() {
    return Refusal.retryAfter(Refusal.Code.UNAVAILABLE, "no room now; retry", RETRY_AFTER_MS)
        .at(Limit.NODE_BYTES);
  }

  /**
   * How often somebody was told to wait: when it has grown and the node is not short any more,
   * those who wait must be told, however short that time was.
   */
  public long turnedAway() {
    return turnedAway.get();
  }

  /** Whether enough is free that nobody needs to go any more. */
  public boolean isRelieved() {
    return used.get() <= RELIEVED * limit;
  }

  /** What those clients hold on average who hold anything. */
  public long average() {
    return heldByAll.get() / Math.max(1, holders.get());
  }

  /** Bytes in use; back at 0 when nobody is there. */
  public long used() {
    return used.get();
  }

  /** Bytes of those who are there; back at 0 when nobody is. */
  public long admitted() {
    return admitted.get();
  }
}
