package com.plantapop.chat.config;

/**
 * Section {@code chats}: who begins chats, and how large they get. Looked at over REST only.
 *
 * @param createdBy {@code service}: only services begin chats and change who belongs to them;
 *     {@code member}: persons too, in chats that they belong to
 * @param maxMembers members of a chat
 */
public record ChatsConfig(
    @Setting(byDefault = "service", min = 1, max = 16) String createdBy,
    @Setting(byDefault = "100", min = 1, max = 1_000) int maxMembers) {

  private static final String SERVICE = "service";
  private static final String MEMBER = "member";

  public ChatsConfig {
    SettingRules.bounds(ChatsConfig.class, createdBy, maxMembers)
        .require(
            createdBy.equals(SERVICE) || createdBy.equals(MEMBER),
            "createdBy",
            "must be service or member, is " + SettingRules.quoted(createdBy))
        .orThrow();
  }

  /** Whether persons may administer the chats that they belong to. */
  public boolean isByMembers() {
    return createdBy.equals(MEMBER);
  }
}
