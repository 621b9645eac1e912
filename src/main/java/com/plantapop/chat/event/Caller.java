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
 * @param issuedAt when the token was made, as it says itself; the beginning of time when it does
 *     not
 * @param expiresAt when the token ends
 * @param tokenId by which the issuer knows the token, if it has one
 */
public record Caller(
    Kind kind,
    String subject,
    Optional<String> email,
    List<String> roles,
    Instant issuedAt,
    Instant expiresAt,
    Optional<String> tokenId) {

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
      new Caller(
          Kind.ANYONE, "", Optional.empty(), List.of(), Instant.MAX, Instant.MAX, Optional.empty());

  /** An internal service, which the cluster vouches for. */
  public static final Caller INTERNAL =
      new Caller(
          Kind.SERVICE,
          "internal",
          Optional.empty(),
          List.of(),
          Instant.MAX,
          Instant.MAX,
          Optional.empty());

  /** A person whom an internal service vouches for. */
  public static Caller actor(String email) {
    return new Caller(
        Kind.PERSON,
        email,
        Optional.of(email),
        List.of(),
        Instant.MAX,
        Instant.MAX,
        Optional.empty());
  }

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

  /** Whether what this caller may do in a chat depends on being its member. */
  public boolean isJudgedByMembership() {
    return kind == Kind.PERSON;
  }

  /** Whether another caller, known by another token, may do the same. */
  public boolean hasRightsOf(Caller other) {
    return kind == other.kind
        && email.map(EmailAddress::canonical).equals(other.email.map(EmailAddress::canonical));
  }

  /** By what name others are told who has done something. */
  public String name() {
    return email.filter(known -> kind == Kind.PERSON).orElse(subject);
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
