package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Deadline FAR_OFF = Deadline.in(60_000);

  private final Turns turns = new Turns(2, 3);
  private final List<Promise<String>> begun = new ArrayList<>();

  private Future<String> begin() {
    Promise<String> work = Promise.promise();
    begun.add(work);
    return work.future();
  }

  private Future<String> take() {
    return turns.take(FAR_OFF, this::begin);
  }

  private static Refusal refusal(Future<?> answer) {
    assertThat(answer.failed()).isTrue();
    return (Refusal) answer.cause();
  }

  @Test
  void fewAreUnderWayAndTheOthersComeInTheirOrder() {
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(take());
    }
    assertThat(begun).hasSize(2);
    for (int i = 0; i < 5; i++) {
      assertThat(answers.get(i).isComplete()).isFalse();
      begun.get(i).complete("answer " + i);
      assertThat(answers.get(i).result()).isEqualTo("answer " + i);
      assertThat(begun).hasSize(Math.min(5, i + 3));
    }
  }

  @Test
  void moreThanMayWaitAreRefused() {
    for (int i = 0; i < 5; i++) {
      take();
    }
    Refusal refusal = refusal(take());
    assertThat(refusal.code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    assertThat(refusal.limit()).contains(Limit.NODE_QUEUE);
    begun.get(0).fail("broken");
    assertThat(take().isComplete()).as("has room again").isFalse();
  }

  @Test
  void whatIsThrownEndsATurn() {
    Future<String> broken =
        turns.take(
            FAR_OFF,
            () -> {
              throw new IllegalStateException("broken");
            });
    assertThat(broken.cause()).hasMessage("broken");
    take();
    take();
    assertThat(begun).hasSize(2);
  }

  @Test
  void whoseDeadlineIsOverBeforeItsTurnIsNotBegun() {
    take();
    take();
    Future<String> late = turns.take(Deadline.in(-1), this::begin);
    begun.get(0).complete("");
    assertThat(refusal(late).code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    assertThat(begun).hasSize(2);
  }
}
