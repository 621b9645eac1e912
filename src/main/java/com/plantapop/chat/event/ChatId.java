package com.plantapop.chat.event;

import java.util.Optional;

/**
 * The id that routes a chat: 24 hex digits (contract, parameter {@code id}), always in lower case,
 * so that ids which differ in case only are one chat (design section 3).
 */
public record ChatId(String hex) {
  /** Of every id. */
  public static final int LENGTH = 24;

  /** Of the logs that belong to no chat. A chat of this id has its own logs beside them. */
  public static final ChatId NONE = new ChatId("0".repeat(LENGTH));

  /** Throws IllegalArgumentException unless {@code hex} is 24 lower-case hex digits. */
  public ChatId {
    if (!isCanonical(hex)) {
      throw new IllegalArgumentException("chat id must be 24 lower-case hex digits");
    }
  }

  /** The chat that a client names, in any case; empty when it does not match the contract. */
  public static Optional<ChatId> parse(String text) {
    String lower = text.length() == LENGTH ? asciiLower(text) : "";
    return isCanonical(lower) ? Optional.of(new ChatId(lower)) : Optional.empty();
  }

  private static boolean isCanonical(String text) {
    boolean canonical = text.length() == LENGTH;
    for (int i = 0; canonical && i < LENGTH; i++) {
      char c = text.charAt(i);
      canonical = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    return canonical;
  }

  /**
   * Lowers A-F only. {@code String.toLowerCase} would also fold characters outside ASCII (the
   * Kelvin sign becomes a k), which must stay a mismatch.
   */
  private static String asciiLower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'F' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }

  /** Which of so many event loops serves the chat: the same for all that is kept of it. */
  public int shard(int loops) {
    return Math.floorMod(hex.hashCode(), loops);
  }

  @Override
  public String toString() {
    return hex;
  }
}
