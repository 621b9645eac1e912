package com.plantapop.chat.ingest;

import com.plantapop.chat.access.Administration;
import com.plantapop.chat.access.MemberChange;
import com.plantapop.chat.access.MemberChange.Action;
import com.plantapop.chat.access.MemberChange.Founding;
import com.plantapop.chat.access.Members;
import com.plantapop.chat.contract.ChatDraft;
import com.plantapop.chat.contract.Contract;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.ChatId;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.store.EventStore;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Begins chats: binds their two names to each other, then writes who belongs to them. Either can be
 * under way on several nodes at once, or left half done by one that died: the store decides on the
 * names, the members log on the rest, and whoever asks again finishes it.
 */
final class Founder {
  private static final int MAX_ATTRIBUTES_BYTES = 4_096;

  private final Contract contract;
  private final EventStore store;
  private final Administration administration;
  private final MemberLogs logs;

  Founder(Contract contract, EventStore store, Administration administration, MemberLogs logs) {
    this.contract = contract;
    this.store = store;
    this.administration = administration;
    this.logs = logs;
  }

  /** A chat that is there, with the members that were asked for. */
  record Founded(ChatId id, ChatDraft draft, boolean isNew) {
    /** Throws a Refusal (409) when what does not stand in {@link Members} is another's. */
    Chats.Created require(Chats.Chat chat) {
      if (!draft.hasSameAttributes(chat.attributes())) {
        throw conflict("attributes: this chat has others");
      }
      return new Chats.Created(chat, isNew);
    }
  }

  /** Throws a Refusal, or fails with one. */
  Future<Founded> found(Caller caller, String body, Deadline deadline) {
    ChatDraft draft = contract.checkChat(body);
    if (draft.attributes().getBytes(StandardCharsets.UTF_8).length > MAX_ATTRIBUTES_BYTES) {
      throw Refusal.of(
              Refusal.Code.TOO_LARGE, "attributes: at most " + MAX_ATTRIBUTES_BYTES + " bytes")
          .at(Limit.SIZE);
    }
    administration.requireFounder(caller, draft.members());
    return bind(draft).compose(id -> found(caller, id, draft, deadline));
  }

  private Future<ChatId> bind(ChatDraft draft) {
    if (draft.id().isPresent()) {
      return bind(draft.id().get(), draft).map(Founder::requireBound);
    }
    if (draft.chatId().isEmpty()) {
      return bind(newId(), draft).map(Founder::requireBound);
    }
    // Whoever binds it meanwhile has the same in mind: its chat is ours.
    return store
        .chat(draft.chatId().get())
        .compose(known -> known.isPresent() ? done(known) : bind(newId(), draft))
        .compose(bound -> bound.isPresent() ? done(bound) : store.chat(draft.chatId().get()))
        .map(Founder::requireBound);
  }

  private static <T> Future<T> done(T value) {
    return Future.succeededFuture(value);
  }

  /** Empty when the {@code chatId} belongs to another chat. */
  private Future<Optional<ChatId>> bind(ChatId id, ChatDraft draft) {
    return store
        .bind(id, draft.chatId().orElseGet(UUID::randomUUID))
        .map(bound -> bound.map(chatId -> requireSame(id, draft, chatId)));
  }

  private static ChatId requireSame(ChatId id, ChatDraft draft, UUID bound) {
    if (!draft.chatId().map(bound::equals).orElse(true)) {
      throw conflict("chatId: this chat is bound to another chatId");
    }
    return id;
  }

  private static ChatId requireBound(Optional<ChatId> bound) {
    return bound.orElseThrow(() -> conflict("chatId: belongs to another chat"));
  }

  private static ChatId newId() {
    return new ChatId(UUID.randomUUID().toString().replace("-", "").substring(0, ChatId.LENGTH));
  }

  private Future<Founded> found(Caller caller, ChatId id, ChatDraft draft, Deadline deadline) {
    return store
        .head(Address.messages(id))
        .map(head -> new Attempt(caller, draft, head > 0))
        .compose(attempt -> logs.add(id, attempt::decide, deadline).map(seq -> attempt.isNew))
        .map(isNew -> new Founded(id, draft, isNew));
  }

  private static Refusal conflict(String message) {
    return Refusal.of(Refusal.Code.CONFLICT, message);
  }

  /** Decides what is missing in the members log; called on the chat's loop, maybe several times. */
  private static final class Attempt {
    private final Caller caller;
    private final ChatDraft draft;
    private final boolean hasMessages;
    private boolean isNew;

    private Attempt(Caller caller, ChatDraft draft, boolean hasMessages) {
      this.caller = caller;
      this.draft = draft;
      this.hasMessages = hasMessages;
    }

    private List<MemberChange> decide(Members now) {
      List<String> wanted = draft.members().stream().map(EmailAddress::canonical).toList();
      isNew = !now.isFounded();
      if (!isNew) {
        requireSame(now.people().equals(Set.copyOf(wanted)));
        return List.of();
      }
      // What services have begun to fill is not for anybody to take.
      if (now.position() == 0 && hasMessages && caller.isJudgedByMembership()) {
        throw Members.refusal();
      }
      int begun = now.people().size();
      requireSame(begun == 0 || now.founders() == wanted.size());
      requireSame(wanted.subList(0, begun).equals(List.copyOf(now.people())));
      return changes(begun);
    }

    private static void requireSame(boolean isSame) {
      if (!isSame) {
        throw conflict("members: this chat has others");
      }
    }

    private List<MemberChange> changes(int from) {
      List<MemberChange> changes = new ArrayList<>();
      Founding founding = new Founding(draft.members().size(), draft.attributes());
      for (int i = from; i < draft.members().size(); i++) {
        changes.add(
            new MemberChange(
                draft.members().get(i),
                Action.ADDED,
                caller.name(),
                i == 0 ? Optional.of(founding) : Optional.empty()));
      }
      return changes;
    }
  }
}
