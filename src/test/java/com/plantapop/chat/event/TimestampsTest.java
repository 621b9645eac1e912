package com.plantapop.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times to the millisecond, whatever was written before. */
class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-31T12:00:00.123Z, 2026-01-31T12:00:00.123Z",
    "2026-01-31T12:00:00.123999Z, 2026-01-31T12:00:00.123Z",
    "2026-01-31T12:00:00.124Z, 2026-01-31T12:00:00.124Z",
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00.000Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999Z"
  })
  void writesMilliseconds(Instant instant, String text) {
    assertThat(Timestamps.format(instant)).isEqualTo(text);
    assertThat(Timestamps.format(instant)).as("once more").isEqualTo(text);
  }
}
