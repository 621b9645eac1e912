package com.plantapop.chat.support;

import com.plantapop.chat.event.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Callers as tokens make them known. */
public final class Callers {
  private Callers() {}

  /** Somebody whose subject is the address. */
  public static Caller person(String email) {
    return new Caller(
        Caller.Kind.PERSON,
        email,
        Optional.of(email),
        List.of(),
        Instant.EPOCH,
        Instant.MAX,
        Optional.empty());
  }

  /** Whoever acts for all. */
  public static Caller service(String subject) {
    return new Caller(
        Caller.Kind.SERVICE,
        subject,
        Optional.empty(),
        List.of("service"),
        Instant.EPOCH,
        Instant.MAX,
        Optional.empty());
  }
}
