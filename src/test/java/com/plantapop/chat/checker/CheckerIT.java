package com.plantapop.chat.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of the checker: {@code -Dchecker.seed=N} repeats one. */
class CheckerIT {
  /** Every kind of fault once. */
  private static final String FAULTS = Integer.toString(FaultKind.values().length);

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void guaranteesHoldWhateverFails() throws Exception {
    Options options =
        Options.parse(
            "--seed",
            System.getProperty("checker.seed", Long.toString(System.nanoTime() & 0xFFFF_FFFFL)),
            "--faults",
            FAULTS,
            "--clients",
            "60",
            "--events",
            "1500",
            "--seconds",
            "25");
    assertThat(Checker.check(options, System.out)).as("with " + options).isEmpty();
  }
}
