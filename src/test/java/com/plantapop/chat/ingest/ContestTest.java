package com.plantapop.chat.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContestTest {
  private final Contest contest = new Contest();

  private void loseTo(String winner) {
    for (int race = 0; race < Contest.RACES_BEFORE_HAND_OVER; race++) {
      assertThat(contest.handOverTo()).isEmpty();
      contest.lost(Optional.of(winner));
    }
  }

  @Test
  void handsOverAfterRacesLostInARow() {
    loseTo("a");
    assertThat(contest.handOverTo()).contains("a");
  }

  @Test
  void racesAgainAfterAnAppendOfItsOwn() {
    loseTo("a");
    contest.won();
    assertThat(contest.handOverTo()).isEmpty();
  }

  @Test
  void asksAgainWhoCouldNotDoIt() {
    loseTo("a");
    contest.disappointed();
    loseTo("a");
    assertThat(contest.handOverTo()).contains("a");
  }

  @Test
  void leavesAloneWhoDidNotAnswerButNotAnother() {
    loseTo("a");
    contest.unanswered();
    loseTo("a");
    assertThat(contest.handOverTo()).isEmpty();
    contest.lost(Optional.of("b"));
    assertThat(contest.handOverTo()).contains("b");
  }

  @Test
  void handsOverToNobodyWhoseNameIsUnknown() {
    for (int race = 0; race < Contest.RACES_BEFORE_HAND_OVER; race++) {
      contest.lost(Optional.empty());
    }
    assertThat(contest.handOverTo()).isEmpty();
  }
}
