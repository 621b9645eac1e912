package com.plantapop.chat.ingest;

import com.plantapop.chat.contract.Draft;
import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event on its way in, with the promise of its answer. Answered exactly once: the first of
 * acknowledgement, refusal and deadline wins, the others are ignored (G6). Lives on one shard.
 */
final class Submission {
  private final Caller caller;
  private final Metadata metadata;
  private final Address address;
  private final EventKey key;
  private final UUID id;
  private final Draft draft;
  private final int size;
  private final Promise<Acknowledgement> answer;
  private final Backlog backlog;
  private final Deadline deadline;
  private boolean inStore;
  private boolean settled;
  private Optional<Event> stored = Optional.empty();

  /**
   * Throws a Refusal when it is not the caller's to send, or what is to be kept of it cannot be
   * kept: at the door, where it concerns nobody else.
   *
   * @param size characters of the body
   */
  Submission(
      Caller caller,
      Address address,
      Draft draft,
      int size,
      Promise<Acknowledgement> answer,
      Backlog backlog,
      Deadline deadline) {
    if (draft.saysPerson() && !caller.mayActAs(draft.person().orElse(""))) {
      throw Refusal.of(
          Refusal.Code.FORBIDDEN, address.kind().personMember() + ": must be your own address");
    }
    this.caller = caller;
    this.address = address;
    this.metadata = metadata(caller, draft);
    // A receipt without messageId gets a random one here and is refused: it names no message.
    this.id = draft.id().orElseGet(UUID::randomUUID);
    this.key = address.kind().key(id, draft.person().or(caller::author).orElse(""));
    this.draft = draft;
    this.size = size;
    this.answer = answer;
    this.backlog = backlog;
    this.deadline = deadline;
  }

  /** With a message stands whom it is from, where that may be somebody's address. */
  private Metadata metadata(Caller caller, Draft draft) {
    if (!isMessage()) {
      return caller.metadata();
    }
    Optional<String> person = draft.saysPerson() ? draft.person() : caller.author();
    String from = person.filter(EmailAddress::isAddress).map(EmailAddress::canonical).orElse("");
    return caller.metadata().withIfRoom(Metadata.FROM, from);
  }

  Caller caller() {
    return caller;
  }

  boolean isMessage() {
    return !address.kind().isPerPerson();
  }

  Address address() {
    return address;
  }

  /** The {@code chatId} that it names. */
  Optional<UUID> chatId() {
    return draft.chatId();
  }

  /** Characters of the body: what it counts for in the backlog. */
  int size() {
    return size;
  }

  EventKey key() {
    return key;
  }

  /** The key of the message that a receipt is about. */
  EventKey messageKey() {
    return key.message();
  }

  Deadline deadline() {
    return deadline;
  }

  boolean isSettled() {
    return settled;
  }

  /** From here on only the store knows whether the event exists. */
  void handedToStore() {
    inStore = true;
  }

  /** The event that enters the log. */
  Event event(long seq, UUID chatId, Instant now) {
    Payload payload = draft.complete(id, chatId, caller.author(), now);
    return new Event(seq, key, now, payload, metadata);
  }

  /** The event that the log has under this key, as far as this submission was told. */
  Optional<Event> stored() {
    return stored;
  }

  void acknowledge(Event event, boolean duplicate) {
    stored = Optional.of(event);
    if (settle()) {
      Optional<String> messageId = isMessage() ? Optional.of(key.value()) : Optional.empty();
      answer.complete(new Acknowledgement(event.seq(), event.acceptedAt(), messageId, duplicate));
    }
  }

  /** Answers a repeat: with the first acknowledgement, or 409 when the content differs (G3). */
  void answerRepeatOf(Event event) {
    stored = Optional.of(event);
    if (draft.isSameAs(event.payload())) {
      acknowledge(event, true);
    } else {
      refuse(
          Refusal.of(
              Refusal.Code.CONFLICT,
              isMessage()
                  ? "id: another message has this id"
                  : "messageId: this reader's receipt has other content"));
    }
  }

  void refuse(Throwable cause) {
    if (settle()) {
      answer.fail(cause);
    }
  }

  /** Answers at the deadline, saying whether the outcome is known. */
  void expire() {
    refuse(
        inStore
            ? Refusal.of(Refusal.Code.UNKNOWN_OUTCOME, "outcome unknown; retry with the same id")
            : Refusal.of(Refusal.Code.UNAVAILABLE, "not stored in time; retry"));
  }

  private boolean settle() {
    if (settled) {
      return false;
    }
    settled = true;
    backlog.leave(1, size);
    return true;
  }
}
