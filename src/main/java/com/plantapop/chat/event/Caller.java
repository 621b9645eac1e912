package com.plantapop.chat.event;

import java.util.Map;
import java.util.Optional;

/**
 * Who asks. Every door makes one, and nothing behind the doors is asked without (design section
 * 12). In open mode it is always {@link #ANYONE}.
 *
 * @param email of the person, as far as somebody has vouched for it
 */
public record Caller(Optional<String> email) {
  /** Somebody of whom nothing is known. */
  public static final Caller ANYONE = new Caller(Optional.empty());

  /** What is kept of the caller with an event. */
  public Metadata metadata() {
    return email.map(known -> Metadata.of(Map.of(Metadata.BY, known))).orElse(Metadata.NONE);
  }
}
