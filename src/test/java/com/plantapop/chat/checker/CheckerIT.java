package com.plantapop.chat.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of the checker; {@code -Dchecker.seed=N} makes it another one. */
class CheckerIT {
  /**
   * Every kind of fault once. A run lasts as long as nodes take to end and start in it, two at a
   * time; the seed is one whose faults are short and fit together.
   */
  private static final String FAULTS = Integer.toString(FaultKind.values().length);

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void guaranteesHoldWhateverFails() throws Exception {
    Options options =
        Options.parse(
            "--seed",
            System.getProperty("checker.seed", "2903"),
            "--faults",
            FAULTS,
            "--clients",
            "80",
            "--events",
            "2000",
            "--seconds",
            "16");
    assertThat(Checker.check(options, System.out)).as("with " + options).isEmpty();
  }
}
