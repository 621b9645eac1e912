package com.plantapop.chat.edge;

import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import io.vertx.core.Promise;

/**
 * Where a post waits while its session is not read, and so does its client, which posts one after
 * the other; whoever posts more than that is refused. It waits as text: its messages take several
 * times as much. Touched on the session's event loop only.
 */
final class PostSlot {
  private String text;
  private Promise<Void> taken;
  private boolean paused;

  /**
   * Returns whether there was room.
   *
   * @param whenTaken fails with a Refusal when the post was not taken
   */
  boolean put(String post, Promise<Void> whenTaken) {
    if (text != null) {
      whenTaken.fail(Refusal.of(Refusal.Code.TOO_FAST, "a post waits already").at(Limit.INBOX));
      return false;
    }
    text = post;
    taken = whenTaken;
    return true;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  /** Hands the messages over, unless there are none or the session is not read. */
  void takeFor(BridgeSession session) {
    if (paused || text == null) {
      return;
    }
    String post = text;
    Promise<Void> told = clear();
    try {
      Posts.messages(post).forEach(session::receive);
      told.complete();
    } catch (RuntimeException broken) {
      told.fail(broken);
    }
  }

  /** The session has ended. */
  void refuse() {
    if (text != null) {
      clear().fail(Refusal.of(Refusal.Code.NOT_FOUND, "the session has ended"));
    }
  }

  private Promise<Void> clear() {
    text = null;
    return taken;
  }
}
