package com.plantapop.chat.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id that routes a chat: 24 hex digits (contract, parameter {@code id}), always in lower case,
 * so that ids which differ in case only are one chat (design section 3).
 */
public record ChatId(String hex) {
  private static final Pattern CANONICAL = Pattern.compile("[0-9a-f]{24}");

  /** Throws IllegalArgumentException unless {@code hex} is 24 lower-case hex digits. */
  public ChatId {
    if (!CANONICAL.matcher(hex).matches()) {
      throw new IllegalArgumentException("chat id must be 24 lower-case hex digits");
    }
  }

  /** The chat that a client names, in any case; empty when it does not match the contract. */
  public static Optional<ChatId> parse(String text) {
    String lower = text.length() == 24 ? asciiLower(text) : "";
    return CANONICAL.matcher(lower).matches() ? Optional.of(new ChatId(lower)) : Optional.empty();
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
