package com.plantapop.chat.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds schemas that lead back to themselves without going deeper into the payload, such as {@code
 * {"$ref": "#"}}: judging by them would never end.
 */
final class RefCycles {
  /** From a schema to those that judge the same value, by pointer. */
  private final Map<String, List<String>> steps = new HashMap<>();

  private final Set<String> finished = new HashSet<>();
  private final Set<String> under = new HashSet<>();

  void add(String from, String to) {
    steps.computeIfAbsent(from, unused -> new ArrayList<>()).add(to);
  }

  /** The pointer of a schema on a circle. */
  Optional<String> find() {
    return steps.keySet().stream().filter(this::leadsBack).findFirst();
  }

  private boolean leadsBack(String from) {
    if (finished.contains(from)) {
      return false;
    }
    if (!under.add(from)) {
      return true;
    }
    boolean back = steps.getOrDefault(from, List.of()).stream().anyMatch(this::leadsBack);
    under.remove(from);
    finished.add(from);
    return back;
  }
}
