package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * What a log demands of an event beyond its shape, because it depends on what is stored already.
 */
interface Rules {

  /** Those of a batch that may enter, and the {@code chatId} with which they are completed. */
  record Admitted(List<Submission> submissions, UUID chatId) {}

  /**
   * Refuses (settles) those of {@code batch} that may not enter, and returns the others, in order.
   * Fails when the store cannot tell.
   */
  Future<Admitted> admit(List<Submission> batch);

  /** Refuses those that name another {@code chatId} than the bound one; returns the others. */
  static List<Submission> refuseOtherChatIds(List<Submission> batch, UUID bound) {
    return batch.stream().filter(submission -> namesOrOmits(submission, bound)).toList();
  }

  private static boolean namesOrOmits(Submission submission, UUID bound) {
    boolean fits = submission.chatId().map(bound::equals).orElse(true);
    if (!fits) {
      submission.refuse(
          Refusal.of(Refusal.Code.CONFLICT, "chatId: this chat is bound to another chatId"));
    }
    return fits;
  }
}
