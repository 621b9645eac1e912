package com.plantapop.chat.contract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.LogKind;
import com.plantapop.chat.event.Payload;
import com.plantapop.chat.event.Timestamps;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A payload that fits the contract, as the client sent it: not yet completed. Immutable. */
public final class Draft {
  private final LogKind kind;
  private final PayloadMembers members;
  private final BodyScan body;
  private final Optional<UUID> id;
  private final Optional<UUID> chatId;

  Draft(LogKind kind, BodyScan body) {
    this.kind = kind;
    this.members = PayloadMembers.of(kind);
    this.body = body;
    this.id = text(members.id()).map(UUID::fromString);
    this.chatId = text(members.chatId()).map(UUID::fromString);
  }

  /** The message's {@code id}, the receipt's {@code messageId}. */
  public Optional<UUID> id() {
    return id;
  }

  public Optional<UUID> chatId() {
    return chatId;
  }

  /** The message's {@code sender}, the receipt's {@code recipient}. */
  public Optional<String> person() {
    return text(members.person());
  }

  /** Whether something stands there, be it a string or not. */
  public boolean saysPerson() {
    return !lacks(members.person());
  }

  private Optional<String> text(String member) {
    return Optional.ofNullable(body.text(member));
  }

  /**
   * The client's text with the contract's missing members behind its own, and nothing else changed.
   * What the client said stands, also where the arguments say otherwise.
   *
   * @param person the sender or reader if known; without one the member stays absent
   * @param now becomes the timestamp, to the millisecond
   */
  public Payload complete(UUID newId, UUID newChatId, Optional<String> person, Instant now) {
    StringBuilder added = new StringBuilder();
    if (lacks(members.id())) {
      add(added, members.id(), newId.toString());
    }
    if (lacks(members.chatId())) {
      add(added, members.chatId(), newChatId.toString());
    }
    if (person.isPresent() && lacks(members.person())) {
      add(added, members.person(), person.get());
    }
    if (lacks(members.timestamp())) {
      add(added, members.timestamp(), Timestamps.format(now));
    }
    if (added.length() == 0) {
      return Payload.of(body.body());
    }
    String text = body.body();
    int end = text.lastIndexOf('}');
    int start = body.memberCount() == 0 ? 1 : 0; // without the first comma
    return Payload.of(text.substring(0, end) + added.substring(start) + text.substring(end));
  }

  private boolean lacks(String name) {
    return body.token(name) == null;
  }

  private static void add(StringBuilder added, String name, String value) {
    added.append(",\"").append(name).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, added);
    added.append('"');
  }

  /**
   * Whether this is the stored event sent again (G3): it says what is stored, and what is stored
   * beyond it is only what {@link #complete} could have added.
   *
   * <p>Compared are values: the order of members, white space, escapes, the notation of a number
   * and the case of an id or of an address's domain mean nothing. Of a receipt the timestamp means
   * nothing either, since the first receipt of a reader for a message stands.
   */
  public boolean isSameAs(Payload stored) {
    String text = stored.text();
    return text.equals(body.body()) || saysTheSame(body.body(), text);
  }

  /** Both have been checked against the contract. */
  private boolean saysTheSame(String body, String stored) {
    Map<?, ?> said = (Map<?, ?>) Json.read(body);
    Map<?, ?> kept = (Map<?, ?>) Json.read(stored);
    return said.keySet().stream().allMatch(name -> isKept((String) name, said, kept))
        && kept.keySet().stream().allMatch(name -> isSaidOrAdded((String) name, said));
  }

  private boolean isKept(String name, Map<?, ?> said, Map<?, ?> kept) {
    if (name.equals(members.timestamp()) && kind.isPerPerson()) {
      return true;
    }
    if (!kept.containsKey(name)) {
      return false;
    }
    Object one = said.get(name);
    Object other = kept.get(name);
    if (name.equals(members.person())) {
      return EmailAddress.canonical((String) one).equals(EmailAddress.canonical((String) other));
    }
    return isId(name)
        ? ((String) one).equalsIgnoreCase((String) other)
        : Objects.equals(one, other);
  }

  private boolean isSaidOrAdded(String name, Map<?, ?> said) {
    return said.containsKey(name) || members.contains(name);
  }

  private boolean isId(String name) {
    return name.equals(members.id()) || name.equals(members.chatId());
  }
}
