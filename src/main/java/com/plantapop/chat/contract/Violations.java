package com.plantapop.chat.contract;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.event.Refusal.Violation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects where a body breaks the contract, every place once.
 *
 * <p>Bounded, since a small body can break a rule many times, each time below a long name: {@value
 * #MAX_LISTED} places are listed and the others counted, and a pointer that is too long is given as
 * that of the nearest ancestor.
 */
final class Violations {
  private static final int MAX_LISTED = 100;
  private static final int MAX_MESSAGE_LENGTH = 200;
  private static final String START = "does not match the schema";

  private final Set<Violation> listed = new LinkedHashSet<>();
  private int others;

  /**
   * @param pointer JSON pointer (RFC 6901)
   * @param expected in a few words
   */
  void add(String pointer, String expected) {
    if (isFull()) {
      others++;
    } else {
      listed.add(new Violation(Pointers.bounded(pointer), expected));
    }
  }

  /** As {@link #add(String, String)}, and spells the pointer only if it will be listed. */
  void add(Supplier<String> pointer, String expected) {
    add(isFull() ? "" : pointer.get(), expected);
  }

  /** Whether further ones are only counted. */
  private boolean isFull() {
    return listed.size() >= MAX_LISTED;
  }

  boolean isEmpty() {
    return listed.isEmpty();
  }

  /** Throws the refusal when there is a violation. */
  void refuse() {
    if (!listed.isEmpty()) {
      throw Refusal.schema(message(), List.copyOf(listed));
    }
  }

  /** As many places as fit, and how many more there are. */
  private String message() {
    StringBuilder message = new StringBuilder(START);
    int named = 0;
    for (Violation violation : listed) {
      String next = describe(violation);
      if (message.length() + next.length() > MAX_MESSAGE_LENGTH) {
        break;
      }
      message.append(named == 0 ? ": " : ", ").append(next);
      named++;
    }
    int unnamed = listed.size() - named + others;
    return unnamed == 0 ? message.toString() : message + " and " + unnamed + " more";
  }

  private static String describe(Violation violation) {
    String where = violation.pointer().isEmpty() ? "body" : violation.pointer();
    return where + " (" + violation.expected() + ")";
  }
}
