package com.plantapop.chat.checker;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether somebody belongs to a chat, as far as it is certain: a change that is under way may have
 * happened or not. Touched on the loop only.
 */
final class Membership {
  /** What the service promises: so much later every node knows. */
  static final long BOUND_MS = 2_000;

  private final Person person;
  private final Chat chat;
  private final List<Span> absences = new ArrayList<>();
  private State state = State.IN;
  private Moment since = new Moment(System.nanoTime(), 0);
  private Node removedAt;

  private enum State {
    IN,
    LEAVING,
    OUT,
    JOINING
  }

  /** In between, certainly no member. */
  private record Span(long fromMillis, long toMillis) {}

  Membership(Person person, Chat chat) {
    this.person = person;
    this.chat = chat;
  }

  Person person() {
    return person;
  }

  Chat chat() {
    return chat;
  }

  boolean isIn() {
    return state == State.IN;
  }

  boolean isOut() {
    return state == State.OUT;
  }

  /** Since when it is what it is. */
  Moment since() {
    return since;
  }

  void leaving() {
    become(State.LEAVING);
  }

  /**
   * @param acknowledged by whom
   */
  void left(Node acknowledged) {
    removedAt = acknowledged;
    become(State.OUT);
  }

  void joining() {
    absences.add(new Span(since.millis(), System.currentTimeMillis()));
    become(State.JOINING);
  }

  void joined() {
    become(State.IN);
  }

  private void become(State next) {
    state = next;
    since = Moment.now();
  }

  /** Whether what began then may be refused for want of membership. */
  boolean mayBeRefused(long beganNanos) {
    return state != State.IN || beganNanos - since.nanos() < 0;
  }

  /** Whether what began then at a node must be: the node that has acknowledged it knows at once. */
  boolean mustBeRefused(long beganNanos, Node node, long toleranceMs) {
    long within = node == removedAt ? 0 : BOUND_MS + toleranceMs;
    return state == State.OUT && since.isPast(beganNanos, within);
  }

  /** How long it had been out when an event was stamped; 0 when it was not, or nobody can tell. */
  long msOut(long acceptedMillis) {
    if (state == State.OUT && acceptedMillis > since.millis()) {
      return acceptedMillis - since.millis();
    }
    return absences.stream()
        .filter(span -> span.fromMillis < acceptedMillis && acceptedMillis < span.toMillis)
        .mapToLong(span -> acceptedMillis - span.fromMillis)
        .findFirst()
        .orElse(0);
  }

  @Override
  public String toString() {
    return "%s in %s, %s for %d ms".formatted(person, chat, state, since.msAgo());
  }
}
