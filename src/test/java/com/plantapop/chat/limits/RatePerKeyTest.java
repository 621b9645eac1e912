package com.plantapop.chat.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RatePerKeyTest {
  private static final int BURST = 50;

  private final AtomicLong now = new AtomicLong(1_000);
  private final RatePerKey<String> rates = new RatePerKey<>(10, BURST, now::get);

  private static int passing(LongSupplier tryPass) {
    int passed = 0;
    while (tryPass.getAsLong() == 0) {
      passed++;
    }
    return passed;
  }

  private int passing(String key) {
    return passing(() -> rates.tryPass(key));
  }

  private void pass(long ms) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  @Test
  void eachHasABurstAndThenItsRate() {
    assertThat(passing("a")).isEqualTo(BURST);
    assertThat(passing("b")).isEqualTo(BURST);
    pass(1_000);
    assertThat(passing("a")).isEqualTo(10);
  }

  @Test
  void whoWaitsAsToldPasses() {
    passing("a");
    long wait = rates.tryPass("a");

    assertThat(wait).isBetween(100L, 101L);
    pass(wait);
    assertThat(rates.tryPass("a")).isZero();
  }

  @Test
  void allowancesOfOneShareWhatItMay() {
    RatePerKey<String>.Allowance first = rates.of("a");
    RatePerKey<String>.Allowance second = rates.of("a");
    assertThat(first.tryPass()).isZero();

    assertThat(passing(second::tryPass)).isEqualTo(BURST - 1);
    assertThat(first.tryPass()).isPositive();
    assertThat(rates.of("b").tryPass()).isZero();
  }

  /** One of them has been quiet until all was forgotten, the other has come after that. */
  @Test
  void allowancesShareItHoweverLongOneWasQuiet() {
    RatePerKey<String>.Allowance old = rates.of("a");
    old.tryPass();
    pass(TimeUnit.HOURS.toMillis(2));
    assertThat(passing("a")).isEqualTo(BURST);

    assertThat(old.tryPass()).isPositive();
  }

  @Test
  void noPauseEarnsMoreThanABurst() {
    passing("a");
    pass(TimeUnit.DAYS.toMillis(1));

    assertThat(passing("a")).isEqualTo(BURST);
  }
}
