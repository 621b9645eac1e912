package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Refusal;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A message may enter when its {@code chatId} is the chat's; the first one binds it. */
final class MessageRules implements Rules {
  private final ChatWriter chat;

  MessageRules(ChatWriter chat) {
    this.chat = chat;
  }

  @Override
  public Future<Admitted> admit(List<Submission> batch) {
    return chat.chatId().compose(bound -> bindAndAdmit(batch, bound));
  }

  private Future<Admitted> bindAndAdmit(List<Submission> batch, Optional<UUID> bound) {
    if (bound.isPresent() || batch.isEmpty()) {
      UUID chatId = bound.orElse(null);
      return Future.succeededFuture(new Admitted(Rules.refuseOtherChatIds(batch, chatId), chatId));
    }
    UUID wanted = batch.get(0).chatId().orElseGet(UUID::randomUUID);
    return chat.bind(wanted).compose(found -> afterBind(batch, wanted, found));
  }

  private Future<Admitted> afterBind(List<Submission> batch, UUID wanted, Optional<UUID> found) {
    return bindAndAdmit(found.isPresent() ? batch : refuseNaming(batch, wanted), found);
  }

  /** The wanted {@code chatId} is another chat's: those that name it go, the next one may bind. */
  private static List<Submission> refuseNaming(List<Submission> batch, UUID taken) {
    return batch.stream().filter(submission -> !names(submission, taken)).toList();
  }

  private static boolean names(Submission submission, UUID taken) {
    boolean names = submission.chatId().filter(taken::equals).isPresent();
    if (names) {
      submission.refuse(Refusal.of(Refusal.Code.CONFLICT, "chatId: belongs to another chat"));
    }
    return names;
  }
}
