package com.plantapop.chat.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks. Every door makes one, and nothing behind the doors is asked without (design section
 * 12). In open mode it is always {@link #ANYONE}.
 *
 * @param subject by which the issuer of tokens knows the caller; empty for anyone
 * @param email that the issuer vouches for; every person has one
 * @param expiresAt when the token ends
 */
public record Caller(
    Kind kind, String subject, Optional<String> email, List<String> roles, Instant expiresAt) {

  /** What a caller may be. */
  public enum Kind {
    ANYONE,
    /** Acts for itself. */
    PERSON,
    /** Acts for all. */
    SERVICE
  }

  /** Somebody of whom nothing is known. */
  public static final Caller ANYONE =
      new Caller(Kind.ANYONE, "", Optional.empty(), List.of(), Instant.MAX);

  public Caller {
    if (kind == Kind.PERSON && email.isEmpty()) {
      throw new IllegalArgumentException("a person has an e-mail address");
    }
    roles = List.copyOf(roles);
  }

  /** Whether what this caller sends may name that person as the one it is from. */
  public boolean mayActAs(String person) {
    return kind != Kind.PERSON
        || EmailAddress.canonical(person).equals(EmailAddress.canonical(email.get()));
  }

  /** Who stands in an event that names nobody: a service does not speak for itself. */
  public Optional<String> author() {
    return kind == Kind.PERSON ? email : Optional.empty();
  }

  /** What is kept of the caller with an event: of a person, the payload says it all. */
  public Metadata metadata() {
    return kind == Kind.SERVICE ? Metadata.of(Map.of(Metadata.BY, subject)) : Metadata.NONE;
  }
}
