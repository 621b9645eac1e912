package com.plantapop.chat.checker;

import com.plantapop.chat.support.Frames;
import io.vertx.core.json.JsonObject;

/**
 * One client's interest in one log, over all its sockets: a cursor that must move by one, and be
 * where it was after each resumption.
 */
final class Subscription {
  /**
   * A node looks into the store once a second for what its readers may lack, 500 logs at a time,
   * which is all of ours. The rest is what busy cores add to it.
   */
  static final int MAX_SECONDS_BEHIND = 1 + 5;

  static final long RETRY_MS = 100;

  /** Whoever has left a chat does not come back at once. */
  private static final long LET_IN_MS = 1_000;

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final Client client;
  private final ChatLog log;
  private final Rights rights;
  private final Counts counts;
  private final Journal journal;
  private State state = State.NONE;
  private long askedNanos;
  private Long since;
  private Long backTo;
  private long cursor;

  /** Want of membership has ended it while an unregister was under way, which is refused then. */
  private boolean endCrossed;

  private boolean known;
  private long toBeSeen;
  private int secondsBehind;

  private enum State {
    NONE,
    ASKED,
    STANDS
  }

  /**
   * @param fromBegin whether to want the whole log and not only what comes
   */
  Subscription(Client client, ChatLog log, boolean fromBegin, Bench bench) {
    this.client = client;
    this.log = log;
    this.known = fromBegin;
    this.rights = bench.rights();
    this.counts = bench.counts();
    this.journal = bench.journal();
  }

  ChatLog log() {
    return log;
  }

  boolean stands() {
    return state == State.STANDS;
  }

  /** Whether a register has no answer yet. */
  boolean waits() {
    return state == State.ASKED;
  }

  /** Whether it stands and has seen all that anybody was told of. */
  boolean isComplete() {
    return state == State.STANDS && cursor >= log.reach();
  }

  /** Whether it has an event, or does not stand and will begin with it. */
  boolean hasSeen(long seq) {
    return state != State.STANDS || cursor >= seq;
  }

  /** Registers, with the cursor where there is one. */
  void begin() {
    if (state == State.NONE) {
      state = State.ASKED;
      askedNanos = System.nanoTime();
      since = known ? Long.valueOf(backTo == null ? cursor : backTo) : null;
      counts.add(known ? "subscriptions: resumed or replayed" : "subscriptions: from now on");
      client.write(Frames.register(log.address(), since));
    }
  }

  /** Lets the next one begin further back, to see again what was seen before. */
  void rewind(long to) {
    backTo = Math.min(cursor, to);
  }

  void end() {
    if (state == State.STANDS) {
      state = State.NONE;
      counts.add("subscriptions: ended");
      client.write(Frames.unregister(log.address()));
    }
  }

  void socketClosed() {
    state = State.NONE;
  }

  void registered(long seq) {
    if (state != State.ASKED) {
      journal.violation(this + ": stands without having been asked for");
    }
    if (since != null && seq != since) {
      journal.violation(this + ": asked since " + since + ", begins after " + seq);
    }
    rights.judge(client, log, "to read " + log, askedNanos, 0);
    state = State.STANDS;
    known = true;
    backTo = null;
    cursor = seq;
  }

  /** A register was refused, or (while draining) an unregister; or one that stood has ended. */
  void refused(JsonObject frame) {
    int code = Call.code(frame);
    counts.add("subscriptions: refused " + code);
    boolean isCrossing = endCrossed && code == NOT_FOUND;
    endCrossed = state == State.NONE && code == FORBIDDEN;
    if (!Call.mayRetry(frame) && !isCrossing) {
      journal.violation(this + ": refused since " + since + ": " + frame.encode());
    }
    if (state == State.STANDS && code == FORBIDDEN) {
      state = State.NONE;
      rights.ended(client, log);
      client.beginLater(this, LET_IN_MS);
    } else if (state == State.ASKED) {
      rights.judge(client, log, "to read " + log, askedNanos, code);
      state = State.NONE;
      client.beginLater(this, code == FORBIDDEN ? LET_IN_MS : RETRY_MS);
    }
  }

  /** After an unregister, what was under way may still come. */
  void delivered(JsonObject frame) {
    JsonObject headers = frame.getJsonObject("headers");
    long seq = Long.parseLong(headers.getString("seq"));
    if (!known || seq != cursor + 1) {
      journal.violation(this + ": is at " + cursor + ", was sent " + seq);
    }
    counts.add("deliveries");
    rights.delivered(client, log, headers.getString("acceptedAt"));
    cursor = seq;
    log.claim(seq, headers.getString("acceptedAt"), frame.getJsonObject("body"), toString());
  }

  /** One more in which its node and the store were well. */
  void undisturbedSecond() {
    if (state != State.STANDS || cursor >= toBeSeen) {
      toBeSeen = log.reach();
      secondsBehind = 0;
      return;
    }
    secondsBehind++;
    counts.add("readers: behind for %2d s".formatted(secondsBehind));
    if (secondsBehind == MAX_SECONDS_BEHIND) {
      journal.violation(describe() + ": has waited for " + toBeSeen + " too long");
    }
  }

  String describe() {
    return "%s: %s at %d of %d".formatted(this, state, cursor, log.reach());
  }

  @Override
  public String toString() {
    return client + " on " + log;
  }
}
