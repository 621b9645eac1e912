package com.plantapop.chat.event;

import java.util.UUID;

/**
 * The logs of a chat. This is the one place that lists them: what differs between them is said
 * here, but for what a log demands of its events ({@code ingest.Rules}), which the compiler asks
 * for.
 */
public enum LogKind {
  /** {@code chat.<id>}: what people say. */
  MESSAGES("", 0, "message.schema.json", "id", "sender", false),
  /** {@code chat.<id>.receipts}: who has read what. */
  RECEIPTS(".receipts", 1, "receipt.schema.json", "messageId", "recipient", true),
  /** {@code chat.<id>.members}: who belongs to the chat. Written by the service itself. */
  MEMBERS(".members", 2, true),
  /** Of {@link ChatId#NONE}: which other logs end rights, and how far they reach. */
  CONTROL(".control", 3, false),
  /** Of {@link ChatId#NONE}: which tokens are good no more. */
  REVOCATIONS(".revocations", 4, false);

  private final String suffix;
  private final byte code;
  private final String schema;
  private final String idMember;
  private final String personMember;
  private final boolean isPerPerson;
  private final boolean isShown;

  /** A kind whose events clients send. */
  LogKind(
      String suffix,
      int code,
      String schema,
      String idMember,
      String personMember,
      boolean isPerPerson) {
    this.suffix = suffix;
    this.code = (byte) code;
    this.schema = schema;
    this.idMember = idMember;
    this.personMember = personMember;
    this.isPerPerson = isPerPerson;
    this.isShown = true;
  }

  /** A kind whose events are the service's own. */
  LogKind(String suffix, int code, boolean isShown) {
    this.suffix = suffix;
    this.code = (byte) code;
    this.schema = "";
    this.idMember = "";
    this.personMember = "";
    this.isPerPerson = false;
    this.isShown = isShown;
  }

  /** Whether clients send its events: only then has it a schema, and members with names. */
  public boolean isSubmitted() {
    return !schema.isEmpty();
  }

  /** Whether clients may read it, if they may read the chat. */
  public boolean isShown() {
    return isShown;
  }

  /** The kind with a code; throws IllegalArgumentException when this version knows none. */
  public static LogKind ofCode(byte code) {
    for (LogKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of log has the code " + code);
  }

  /** The kind with a suffix, null when there is none. */
  public static LogKind ofSuffix(String suffix) {
    for (LogKind kind : values()) {
      if (kind.suffix.equals(suffix)) {
        return kind;
      }
    }
    return null;
  }

  /** What follows {@code chat.<id>} in the bus address. */
  public String suffix() {
    return suffix;
  }

  /** What stands for it on disk and between nodes; never given to another kind. */
  public byte code() {
    return code;
  }

  /** The file with the schema of its events. */
  public String schema() {
    return schema;
  }

  /**
   * The member of a payload that identifies the event (G3), with the person if there is one each.
   */
  public String idMember() {
    return idMember;
  }

  /** The member of a payload that says who it is from. */
  public String personMember() {
    return personMember;
  }

  /**
   * Whether the id names something that every person has an event of their own about, the first of
   * which stands; else it is the event's own.
   */
  public boolean isPerPerson() {
    return isPerPerson;
  }

  /** The identity of an event with these members. */
  public EventKey key(UUID id, String person) {
    return isPerPerson ? EventKey.ofReceipt(id, person) : EventKey.ofMessage(id);
  }
}
