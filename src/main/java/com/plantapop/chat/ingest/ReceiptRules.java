package com.plantapop.chat.ingest;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A receipt may enter when it names a stored message of its chat (design section 3). */
final class ReceiptRules implements Rules {
  private final ChatWriter chat;
  private final EventStore store;

  ReceiptRules(ChatWriter chat, EventStore store) {
    this.chat = chat;
    this.store = store;
  }

  @Override
  public Future<Admitted> admit(List<Submission> batch) {
    return chat.chatId().compose(bound -> admit(batch, bound));
  }

  private Future<Admitted> admit(List<Submission> batch, Optional<UUID> bound) {
    if (bound.isEmpty()) {
      batch.forEach(ReceiptRules::refuseUnknown);
      return Future.succeededFuture(new Admitted(List.of(), null));
    }
    List<Submission> ofThisChat = Rules.refuseOtherChatIds(batch, bound.get());
    Set<EventKey> named =
        ofThisChat.stream().map(Submission::messageKey).collect(Collectors.toSet());
    return store
        .find(Address.messages(chat.chat()), named)
        .map(found -> new Admitted(refuseMissing(ofThisChat, found), bound.get()));
  }

  private static List<Submission> refuseMissing(
      List<Submission> batch, Map<EventKey, Event> messages) {
    return batch.stream().filter(receipt -> exists(receipt, messages)).toList();
  }

  private static boolean exists(Submission receipt, Map<EventKey, Event> messages) {
    boolean exists = messages.containsKey(receipt.messageKey());
    if (!exists) {
      refuseUnknown(receipt);
    }
    return exists;
  }

  private static void refuseUnknown(Submission receipt) {
    receipt.refuse(Refusal.of(Refusal.Code.NOT_FOUND, "messageId: no such message in this chat"));
  }
}
