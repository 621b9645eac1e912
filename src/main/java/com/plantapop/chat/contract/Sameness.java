package com.plantapop.chat.contract;

import com.plantapop.chat.event.LogKind;
import java.util.Map;
import java.util.Objects;

/** Compares a body with a stored payload by value ({@link Draft#isSameAs}). */
final class Sameness {
  private final Members members;
  private final boolean timestampCounts;

  Sameness(LogKind kind) {
    this.members = Members.of(kind);
    this.timestampCounts = kind == LogKind.MESSAGES;
  }

  /** Both have been checked against the contract. */
  boolean of(String body, String stored) {
    Map<?, ?> said = (Map<?, ?>) Json.read(body);
    Map<?, ?> kept = (Map<?, ?>) Json.read(stored);
    return said.keySet().stream().allMatch(name -> isKept((String) name, said, kept))
        && kept.keySet().stream().allMatch(name -> isSaidOrAdded((String) name, said));
  }

  private boolean isKept(String name, Map<?, ?> said, Map<?, ?> kept) {
    if (name.equals(members.timestamp()) && !timestampCounts) {
      return true;
    }
    if (!kept.containsKey(name)) {
      return false;
    }
    return isId(name)
        ? ((String) said.get(name)).equalsIgnoreCase((String) kept.get(name))
        : Objects.equals(said.get(name), kept.get(name));
  }

  private boolean isSaidOrAdded(String name, Map<?, ?> said) {
    return said.containsKey(name) || members.contains(name);
  }

  private boolean isId(String name) {
    return name.equals(members.id()) || name.equals(members.chatId());
  }
}
