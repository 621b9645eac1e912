package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.store.Samples;
import org.junit.jupiter.api.Test;

/** A cached head is never older than what was answered. */
class HeadsTest {
  private final Heads heads = new Heads();
  private final Address log = Samples.newLog();

  @Test
  void keepsTheNewerOfTwo() {
    long losses = heads.losses();
    heads.publish(log, 8);
    heads.learn(log, 7, losses);
    assertThat(heads.get(log)).isEqualTo(8);
    heads.seen(log, 9);
    assertThat(heads.get(log)).isEqualTo(9);
  }

  @Test
  void doesNotTakeASightingForAHead() {
    heads.seen(log, 3);
    assertThat(heads.get(log)).isNegative();
  }

  @Test
  void dropsWhatWasReadBeforeAnEntryWasLost() {
    long losses = heads.losses();
    heads.publish(log, 8);
    heads.clear();
    heads.learn(log, 7, losses);
    assertThat(heads.get(log)).isNegative();
  }

  @Test
  void isBounded() {
    for (int i = 0; i < 250_000; i++) {
      heads.publish(Address.messages(Samples.chat(i)), 1);
    }
    int known = 0;
    for (int i = 0; i < 250_000; i++) {
      known += heads.get(Address.messages(Samples.chat(i))) == 1 ? 1 : 0;
    }
    assertThat(known).isBetween(50_000, 100_000);
  }
}
