package com.plantapop.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnwrittenToServicesTest {
  private static final int MEGABYTE = 1 << 20;

  private final UnwrittenToServices unwritten = new UnwrittenToServices();

  @Test
  void whoTakesNothingGetsNoMoreUntilWhatWaitsIsWritten() {
    for (int i = 0; i < 8; i++) {
      assertThat(unwritten.admit(MEGABYTE)).isTrue();
    }
    assertThat(unwritten.admit(1)).isFalse();
    unwritten.written(MEGABYTE);
    assertThat(unwritten.admit(MEGABYTE)).isTrue();
    assertThat(unwritten.admit(1)).isFalse();
  }

  @Test
  void moreIsWrittenThanWasCounted() {
    assertThat(unwritten.admit(1)).isTrue();
    unwritten.written(MEGABYTE);
    for (int i = 0; i < 8; i++) {
      assertThat(unwritten.admit(MEGABYTE)).isTrue();
    }
    assertThat(unwritten.admit(1)).isFalse();
  }
}
