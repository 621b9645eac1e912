package com.plantapop.chat.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountPerKeyTest {
  private final CountPerKey<String> counts = new CountPerKey<>(2);

  @Test
  void eachHasItsOwnBound() {
    assertThat(counts.tryEnter("a")).isTrue();
    assertThat(counts.tryEnter("a")).isTrue();
    assertThat(counts.tryEnter("a")).isFalse();
    assertThat(counts.tryEnter("b")).isTrue();
  }

  @Test
  void whoLeavesMakesRoomForOne() {
    counts.tryEnter("a");
    counts.tryEnter("a");
    counts.tryEnter("a");

    counts.leave("a");

    assertThat(counts.tryEnter("a")).isTrue();
    assertThat(counts.tryEnter("a")).isFalse();
  }

  @Test
  void nothingIsKeptOfWhoHasNone() {
    counts.tryEnter("a");
    counts.leave("a");
    counts.leave("a");

    assertThat(counts.size()).isZero();
  }

  @Test
  void noBoundCountsNobody() {
    CountPerKey<String> free = new CountPerKey<>(0);

    assertThat(free.tryEnter("a")).isTrue();
    assertThat(free.tryEnter("a")).isTrue();
    assertThat(free.size()).isZero();
  }
}
