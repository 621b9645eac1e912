package com.plantapop.chat.access;

import com.plantapop.chat.config.ChatsConfig;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.EmailAddress;
import com.plantapop.chat.event.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * Who may begin chats and change who belongs to them (design section 12): services always, persons
 * in chats of their own where the settings say so, and in open mode everybody. Pure functions; what
 * may not be is thrown as a Refusal.
 */
public record Administration(ChatsConfig config) {

  /** That a caller may begin a chat with these members. */
  public void requireFounder(Caller caller, List<String> members) {
    if (members.size() > config.maxMembers()) {
      String expected = "at most " + config.maxMembers() + " items";
      throw Refusal.schema(
          "members: " + expected, List.of(new Refusal.Violation("/members", expected)));
    }
    if (caller.isJudgedByMembership()) {
      requireMembersMay();
      if (members.stream().map(EmailAddress::canonical).noneMatch(own(caller)::equals)) {
        throw Refusal.of(Refusal.Code.FORBIDDEN, "members: you must be among them");
      }
    }
  }

  /**
   * What follows when a caller wants somebody to belong to a chat, or not to: a change, or nothing
   * when it is so already. Throws 404 when there is no such chat (403 for whoever may not know),
   * and 409 when it is full.
   *
   * @param now who belongs to the chat
   */
  public Optional<MemberChange> change(
      Caller caller, Members now, String member, MemberChange.Action action) {
    requireAdministrator(caller, now);
    requireFounded(now);
    boolean isAdded = action == MemberChange.Action.ADDED;
    if (now.contains(member) == isAdded) {
      return Optional.empty();
    }
    if (isAdded && now.people().size() >= config.maxMembers()) {
      throw Refusal.of(
          Refusal.Code.CONFLICT, "email: the chat has " + config.maxMembers() + " members already");
    }
    return Optional.of(new MemberChange(member, action, caller.name()));
  }

  /** That a caller may change a chat to which these belong. */
  public void requireAdministrator(Caller caller, Members now) {
    now.require(caller);
    if (caller.isJudgedByMembership()) {
      requireMembersMay();
    }
  }

  /** That whoever asks acts for all; in open mode everybody does. */
  public static void requireService(Caller caller) {
    if (caller.isJudgedByMembership()) {
      throw Refusal.of(Refusal.Code.FORBIDDEN, "token: is not a service's");
    }
  }

  /**
   * Whose chats a caller sees: a person its own, services and in open mode everybody those of the
   * person that they name. Throws 403 for another's, and 400 when nobody is named.
   *
   * @param named an e-mail address
   * @return the canonical address
   */
  public static String person(Caller caller, Optional<String> named) {
    Optional<String> wanted = named.map(EmailAddress::canonical);
    if (!caller.isJudgedByMembership()) {
      return wanted.orElseThrow(
          () -> Refusal.malformed("email: must say whose chats are meant, for who acts for all"));
    }
    if (wanted.isPresent() && !wanted.get().equals(own(caller))) {
      throw Refusal.of(Refusal.Code.FORBIDDEN, "email: must be your own address");
    }
    return own(caller);
  }

  /** That there is such a chat; nobody asks this for whom the chat does not admit. */
  public static Members requireFounded(Members members) {
    requireThere(members.isFounded());
    return members;
  }

  /** See {@link #requireFounded}. */
  public static Void requireThere(boolean isThere) {
    if (!isThere) {
      throw Refusal.of(Refusal.Code.NOT_FOUND, "id: there is no such chat");
    }
    return null;
  }

  private void requireMembersMay() {
    if (!config.isByMembers()) {
      throw Refusal.of(Refusal.Code.FORBIDDEN, "chats: are administered by services here");
    }
  }

  private static String own(Caller caller) {
    return EmailAddress.canonical(caller.email().orElse(""));
  }
}
