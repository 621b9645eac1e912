package com.plantapop.chat.checker;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One log as everybody was told that it is. Whoever names the event behind a number, be it an
 * acknowledgement, a delivery or a page of the past, claims it; two claims must not differ, and in
 * the end all of them must be what the store has.
 */
class ChatLog {
  private final Chat chat;
  private final String address;
  private final boolean receipts;
  private final Journal journal;
  private final Map<String, Op> ops = new HashMap<>();
  private final Map<String, Long> seqs = new HashMap<>();
  private final List<Claim> claims = new ArrayList<>();
  private long stored;
  private final List<Op> acknowledged = new ArrayList<>();

  private record Claim(String key, Instant acceptedAt, String by) {
    boolean agreesWith(Claim other) {
      return key.equals(other.key) && acceptedAt.equals(other.acceptedAt);
    }
  }

  /**
   * @param suffix which of the chat's logs
   */
  ChatLog(Chat chat, String suffix, Journal journal) {
    this.chat = chat;
    this.address = chat + suffix;
    this.receipts = address.endsWith(".receipts");
    this.journal = journal;
  }

  Chat chat() {
    return chat;
  }

  String address() {
    return address;
  }

  boolean isReceipts() {
    return receipts;
  }

  void add(Op op) {
    ops.put(op.key(), op);
  }

  void acknowledged(Op op) {
    acknowledged.add(op);
  }

  /** One that stands in the log; null while none does. */
  Op anyAcknowledged(Random random) {
    return acknowledged.isEmpty() ? null : acknowledged.get(random.nextInt(acknowledged.size()));
  }

  /** The one with this key, null when there is none. */
  Op op(String key) {
    return ops.get(key);
  }

  /** All that were ever sent. */
  Iterable<Op> ops() {
    return ops.values();
  }

  /** Somebody says that an event has a number. */
  void claim(long seq, String key, String acceptedAt, String by) {
    while (claims.size() <= seq) {
      claims.add(null);
    }
    Claim claim = new Claim(key, Instant.parse(acceptedAt), by);
    Claim earlier = claims.get((int) seq);
    if (earlier == null) {
      claims.set((int) seq, claim);
      Long other = seqs.putIfAbsent(key, seq);
      if (other != null && other != seq) {
        journal.violation(
            "%s: %s stands at %d and, by %s, at %d".formatted(this, key, other, by, seq));
      }
    } else if (!earlier.agreesWith(claim)) {
      journal.violation("%s: %d is %s and %s".formatted(this, seq, earlier, claim));
    }
  }

  /** Somebody shows an event, payload and all. */
  void claim(long seq, String acceptedAt, JsonObject payload, String by) {
    String key =
        receipts
            ? receiptKey(payload.getString("messageId"), payload.getString("recipient"))
            : payload.getString("id");
    Op op = ops.get(key);
    if (op == null) {
      journal.violation(
          "%s: %s shows as %d what nobody sent: %s".formatted(this, by, seq, payload));
    } else if (!op.isSameAs(payload)) {
      journal.violation("%s: %s shows as %d another payload: %s".formatted(op, by, seq, payload));
    }
    claim(seq, String.valueOf(key), acceptedAt, by);
  }

  static String receiptKey(String messageId, String recipient) {
    return messageId + "|" + recipient;
  }

  /** Whether anybody was told that it is there. */
  boolean holds(Op op) {
    return seqs.containsKey(op.key());
  }

  /** The store has so many, whether or not anybody was told. */
  void stored(long seq) {
    stored = Math.max(stored, seq);
  }

  /** How far the log reaches by what anybody was told, or by the store itself. */
  long reach() {
    return Math.max(stored, claims.size() - 1);
  }

  /** The log was read to its end: whatever was claimed beyond is in no store. */
  void endsAt(long head, String by) {
    for (long seq = head + 1; seq <= reach(); seq++) {
      journal.violation(
          "%s: ends at %d by %s, without %s"
              .formatted(
                  this, head, by, seq < claims.size() ? claims.get((int) seq) : "what it had"));
    }
  }

  @Override
  public String toString() {
    return address;
  }
}
