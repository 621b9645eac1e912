package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;

/**
 * An event that a client wants in a log, until it is there. Sent any number of times, by any client
 * of its author, always with the same text.
 */
final class Op {
  private final ChatLog log;
  private final Person author;
  private final String key;
  private final JsonObject body;
  private volatile Acknowledged first;
  private volatile boolean acknowledgedAsNew;
  private int failures;
  private boolean unknown;
  private String refusal;

  /** What every acknowledgement of one event must say. */
  record Acknowledged(long seq, String acceptedAt) {}

  /**
   * @param author who may send it
   */
  Op(ChatLog log, Person author, String key, JsonObject body) {
    this.log = log;
    this.author = author;
    this.key = key;
    this.body = body;
  }

  ChatLog log() {
    return log;
  }

  Person author() {
    return author;
  }

  String key() {
    return key;
  }

  JsonObject body() {
    return body;
  }

  /** Counts an attempt that has failed; returns how many had before. */
  int failed() {
    failures++;
    return failures - 1;
  }

  boolean isAcknowledged() {
    return first != null;
  }

  /**
   * Was sent once and not acknowledged.
   *
   * @param refusal that says that it is not in the log; null when it may be there or not
   */
  void sentOnce(String refusal) {
    this.refusal = refusal;
    this.unknown = refusal == null;
  }

  /** It may be in the log or not. */
  boolean isUnknown() {
    return unknown;
  }

  /** By whom and how it was refused, so that it must not be in the log; null when it was not. */
  String refusal() {
    return refusal;
  }

  /** Whether anybody was told that it had not been there before. */
  boolean isAcknowledgedAsNew() {
    return acknowledgedAsNew;
  }

  /** Takes an acknowledgement; returns whether it was the first. */
  boolean acknowledge(JsonObject answer, String by, Journal journal) {
    Acknowledged told = new Acknowledged(answer.getLong("seq"), answer.getString("acceptedAt"));
    if (!answer.getBoolean("duplicate", false)) {
      if (acknowledgedAsNew) {
        journal.violation(this + ": acknowledged as new twice, the second time by " + by);
      }
      acknowledgedAsNew = true;
    }
    log.claim(told.seq(), key, told.acceptedAt(), "the acknowledgement of " + by);
    if (first != null && !first.equals(told)) {
      journal.violation(this + ": acknowledged as " + first + ", then by " + by + " as " + told);
    }
    boolean isFirst = first == null;
    first = isFirst ? told : first;
    return isFirst;
  }

  /** Whether a stored payload is this one; the service adds the chat's {@code chatId}. */
  boolean isSameAs(JsonObject payload) {
    JsonObject copy = payload.copy();
    copy.remove("chatId");
    return copy.equals(body);
  }

  @Override
  public String toString() {
    return log + " " + key;
  }
}
