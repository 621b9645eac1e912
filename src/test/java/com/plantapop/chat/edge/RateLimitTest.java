package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long START = Long.MAX_VALUE - 5;
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final RateLimit limit = new RateLimit(100, 5, START);

  private int passing(long now) {
    int passed = 0;
    while (limit.tryPass(now) == 0) {
      passed++;
    }
    return passed;
  }

  @Test
  void burstPassesAtOnceAndThenOneFrameAtATime() {
    assertThat(passing(START)).isEqualTo(5);
    assertThat(passing(START + 9 * MS)).isZero();
    assertThat(passing(START + 10 * MS)).isEqualTo(1);
    assertThat(passing(START + 40 * MS)).isEqualTo(3);
  }

  @Test
  void pauseEarnsNoMoreThanABurst() {
    assertThat(passing(START)).isEqualTo(5);
    assertThat(passing(START + 60_000 * MS)).isEqualTo(5);
  }

  @Test
  void refusalSaysHowLongToWait() {
    for (int i = 0; i < 5; i++) {
      assertThat(limit.tryPass(START)).isZero();
    }
    long first = limit.tryPass(START);
    long second = limit.tryPass(START);

    assertThat(first).isBetween(10L, 11L);
    assertThat(second).as("not together with the first").isBetween(20L, 21L);
    assertThat(limit.tryPass(START + first * MS)).isZero();
    assertThat(limit.tryPass(START + second * MS)).isZero();
  }

  @Test
  void whoIsTurnedAwayByOthersIsNotToldToComeTogether() {
    assertThat(limit.turnAway(START, 50 * MS)).isBetween(50L, 51L);
    assertThat(limit.turnAway(START, 50 * MS)).isBetween(60L, 61L);
    assertThat(limit.turnAway(START + 1_000 * MS, 5 * MS)).isBetween(5L, 6L);
  }
}
