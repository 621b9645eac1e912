package com.plantapop.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapTest {
  private static final int MAX_HELD = 3;

  private final Gap<String> gap = new Gap<>(MAX_HELD);

  @Test
  void handsOutInOrderWhatCameEarly() {
    gap.hold(4, "d");
    gap.hold(3, "c");
    gap.hold(3, "another c");
    assertThat(gap.next(1)).isNull();
    assertThat(gap.isOpen(1)).isTrue();
    assertThat(gap.next(2)).isEqualTo("c");
    assertThat(gap.next(3)).isEqualTo("d");
    assertThat(gap.next(4)).isNull();
    assertThat(gap.isOpen(4)).isFalse();
  }

  @Test
  void forgetsTheNewestBeyondItsBoundButNotThatTheyExist() {
    for (int seq = 9; seq > 1; seq--) {
      gap.hold(seq, "e" + seq);
    }
    assertThat(gap.next(1)).isEqualTo("e2");
    assertThat(gap.next(2)).isEqualTo("e3");
    assertThat(gap.next(3)).isEqualTo("e4");
    assertThat(gap.next(4)).isNull();
    assertThat(gap.isOpen(4)).isTrue();
    assertThat(gap.reach()).isEqualTo(9);
  }

  @Test
  void forgetsTheNewestBeyondItsBoundInBytes() {
    Gap<String> small = new Gap<>(100, 5, String::length);
    for (String event : new String[] {"5five", "4four", "2b", "3cc"}) {
      small.hold(event.charAt(0) - '0', event);
    }
    assertThat(small.next(1)).isEqualTo("2b");
    assertThat(small.next(2)).isEqualTo("3cc");
    assertThat(small.isOpen(3)).isTrue();
    small.hold(4, "4four");
    assertThat(small.next(3)).isEqualTo("4four");
    small.hold(5, "larger than all");
    assertThat(small.next(4)).isNull();
    assertThat(small.isOpen(4)).isTrue();
  }

  @Test
  void forgetsWhatIsBehind() {
    gap.hold(2, "b");
    gap.hold(5, "e");
    assertThat(gap.next(4)).isEqualTo("e");
    assertThat(gap.next(1)).isNull();
  }

  @Test
  void closesWhenTheLogEndsBeforeWhatWasAnnounced() {
    gap.hold(7, "forged");
    gap.deny(7);
    assertThat(gap.isOpen(1)).isFalse();
    assertThat(gap.next(6)).isNull();
  }

  @Test
  void staysOpenForWhatWasAnnouncedWhileTheLogWasRead() {
    gap.reaches(7);
    gap.hold(8, "h");
    gap.deny(7);
    assertThat(gap.isOpen(7)).isTrue();
    assertThat(gap.next(7)).isEqualTo("h");
  }
}
