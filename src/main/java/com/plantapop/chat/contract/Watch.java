package com.plantapop.chat.contract;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The members of a body whose values a {@link BodyScan} remembers. Filled before it is used. */
final class Watch {
  private final Map<String, Integer> slots = new HashMap<>();
  private final Set<Integer> withText = new HashSet<>();

  /** Remembers of which kind the value is. */
  Watch token(String name) {
    slots.putIfAbsent(name, slots.size());
    return this;
  }

  /** Remembers also its text, when it is a string. */
  Watch text(String name) {
    token(name);
    withText.add(slots.get(name));
    return this;
  }

  int size() {
    return slots.size();
  }

  /** The place of a member from 0 on, null when it is not watched. */
  Integer slot(String name) {
    return slots.get(name);
  }

  boolean needsText(Integer slot) {
    return withText.contains(slot);
  }
}
