package com.plantapop.chat.access;

import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Entry;
import com.plantapop.chat.event.Refusal;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who belongs to a chat: the fold of its members log up to a number. Immutable.
 *
 * @param position the number of the last event that is in it, 0 before the first
 * @param founders how many of the first events add the first members; 0 before the first
 * @param people canonical addresses, in the order in which they came
 */
public record Members(long position, int founders, Set<String> people) {
  /** Of a chat that has no members log: nobody's, but for services. */
  public static final Members NONE = new Members(0, 0, Set.of());

  public Members {
    people = Collections.unmodifiableSet(people);
  }

  /** What follows from the next event of the log. */
  Members with(Entry entry) {
    MemberChange change = MemberChange.parse(entry.payload());
    Set<String> after = new LinkedHashSet<>(people);
    String member = EmailAddress.canonical(change.member());
    if (change.action() == MemberChange.Action.ADDED) {
      after.add(member);
    } else {
      after.remove(member);
    }
    int begun = change.founding().map(MemberChange.Founding::founders).orElse(founders);
    return new Members(entry.seq(), begun, after);
  }

  /** Whether the chat is there, with all its first members. */
  public boolean isFounded() {
    return position > 0 && position >= founders;
  }

  public boolean contains(String email) {
    return people.contains(EmailAddress.canonical(email));
  }

  /**
   * Whether a caller may publish to the chat, subscribe to its logs and read their past: its
   * members may, services may everywhere, and in open mode everybody is a member of every chat.
   */
  public boolean admit(Caller caller) {
    return !caller.isJudgedByMembership() || contains(caller.email().orElse(""));
  }

  /** Returns this; throws a Refusal (403) when a caller is not admitted. */
  public Members require(Caller caller) {
    if (!admit(caller)) {
      throw refusal();
    }
    return this;
  }

  /** What those are told whom a chat does not admit, whether there is such a chat or not. */
  public static Refusal refusal() {
    return Refusal.of(Refusal.Code.FORBIDDEN, "address: you are not a member of this chat");
  }
}
