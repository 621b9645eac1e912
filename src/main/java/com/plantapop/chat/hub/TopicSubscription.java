package com.plantapop.chat.hub;

import com.plantapop.chat.access.Members;
import com.plantapop.chat.event.Caller;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.metrics.HubMetrics;

/**
 * One reader's cursor on one log (G5). Live while it has all that its loop was given; behind when
 * the reader could not take it, until the log has brought it up again.
 */
final class TopicSubscription {
  private final ReaderSession session;
  private final LocalTopic topic;
  private final HubMetrics metrics;
  private Caller caller;
  private final String address;
  private final String spelling;
  private long cursor;
  private boolean behind;
  private long behindSince;
  private boolean ended;
  private int slot = -1;

  TopicSubscription(
      ReaderSession session, LocalTopic topic, Caller caller, String spelling, long cursor) {
    this.session = session;
    this.topic = topic;
    this.metrics = topic.loop().metrics();
    this.caller = caller;
    this.address = ReaderSession.key(spelling);
    this.spelling = spelling;
    this.cursor = cursor;
  }

  LocalTopic topic() {
    return topic;
  }

  String spelling() {
    return spelling;
  }

  long cursor() {
    return cursor;
  }

  boolean hasEnded() {
    return ended;
  }

  void end() {
    ended = true;
    if (behind) {
      metrics.left();
    }
    topic.remove(this);
  }

  void callerChanged(Caller newer) {
    caller = newer;
  }

  void end(Refusal why) {
    session.end(this, why);
  }

  /** Ends where the caller may not read the chat any more. */
  void judge(Members members) {
    if (!members.admit(caller)) {
      end(Members.refusal());
    }
  }

  int slot() {
    return slot;
  }

  void slot(int newSlot) {
    slot = newSlot;
  }

  /**
   * Offers what has just become ready; a reader that cannot take it now reads the log later.
   * Returns whether it was taken.
   *
   * @param knowsRights as {@link LoopHub#knowsRights} says
   */
  boolean offer(Delivery delivery, boolean knowsRights) {
    if (behind || delivery.lastSeq() <= cursor) {
      return false;
    }
    boolean isWritable = session.reader().isWritable();
    if (delivery.firstSeq() == cursor + 1 && isWritable && mayTake(knowsRights)) {
      take(delivery);
      return true;
    }
    if (!isWritable) {
      metrics.fellBehind();
    }
    fallBehind();
    return false;
  }

  /** Whether it is sure that the caller has not lost its right two seconds ago. */
  boolean mayTake(boolean knowsRights) {
    return knowsRights || !caller.isJudgedByMembership();
  }

  /** Hands over events that follow the cursor. */
  void take(Delivery delivery) {
    cursor = delivery.lastSeq();
    session.reader().deliver(delivery, address, spelling);
  }

  void fallBehind() {
    behind = true;
    behindSince = System.nanoTime();
    metrics.behind();
    session.feedFromLog(this);
  }

  /** Turns live when the log has brought the cursor to where the loop is; says whether it has. */
  boolean caughtUp() {
    if (cursor < topic.position()) {
      return false;
    }
    if (behind) {
      behind = false;
      metrics.live(System.nanoTime() - behindSince);
    }
    return true;
  }
}
