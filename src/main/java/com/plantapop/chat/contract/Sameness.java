package com.plantapop.chat.contract;

import com.plantapop.chat.event.LogKind;
import java.util.Iterator;
import java.util.List;
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
        : areEqual(said.get(name), kept.get(name));
  }

  private boolean isSaidOrAdded(String name, Map<?, ?> said) {
    return said.containsKey(name) || members.contains(name);
  }

  private boolean isId(String name) {
    return name.equals(members.id()) || name.equals(members.chatId());
  }

  private static boolean areEqual(Object a, Object b) {
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.keySet().equals(y.keySet())
          && x.keySet().stream().allMatch(name -> areEqual(x.get(name), y.get(name)));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return x.size() == y.size() && areEqual(x.iterator(), y.iterator());
    }
    if (a instanceof Number x && b instanceof Number y) {
      return JsonNumbers.areEqual(x, y);
    }
    return Objects.equals(a, b);
  }

  private static boolean areEqual(Iterator<?> a, Iterator<?> b) {
    while (a.hasNext()) {
      if (!areEqual(a.next(), b.next())) {
        return false;
      }
    }
    return true;
  }
}
