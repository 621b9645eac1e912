package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.hub.Delivery;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;

/**
 * The way over a library's own write calls, for the SockJS fallback transports and for compressed
 * WebSockets. Their write queues never say that they are full (notes, section 2), so what has been
 * written and not yet left is counted here against the reader's budget.
 */
abstract class CountingLink implements Link {
  private final int budget;
  private final Vitality vitality;
  private final Runnable drained;
  private long pending;
  private boolean paused;
  private boolean ended;

  CountingLink(EdgeConfig settings, Runnable drained) {
    this.budget = settings.readerBudgetBytes();
    this.vitality = new Vitality(settings, System.nanoTime());
    this.drained = drained;
  }

  /** Hands a message to the library; the future completes when it has left. */
  abstract Future<Void> write(String message);

  abstract void heartbeat();

  abstract void pauseReading();

  abstract void resumeReading();

  abstract void end(CloseCode code, String reason);

  @Override
  public boolean isWritable() {
    return pending < budget;
  }

  @Override
  public void deliver(Delivery delivery, String spelling) {
    delivery.encodedAs(MessageFormat.TEXT, spelling).forEach(this::send);
  }

  @Override
  public void send(String message) {
    if (!ended) {
      pending += message.length();
      write(message).onComplete(left -> left(message.length(), left));
    }
  }

  private void left(int size, AsyncResult<Void> result) {
    boolean wasFull = !isWritable();
    pending -= size;
    if (result.succeeded() && wasFull && isWritable()) {
      drained.run();
    }
  }

  @Override
  public void pause() {
    if (!paused) {
      paused = true;
      pauseReading();
    }
  }

  @Override
  public void resume() {
    if (paused) {
      paused = false;
      resumeReading();
    }
  }

  void heard() {
    vitality.heard();
  }

  @Override
  public void check(long now) {
    switch (vitality.check(now, isWritable(), pending)) {
      case WELL -> {}
      case HEARTBEAT_DUE -> heartbeat();
      case IDLE -> close(CloseCode.IDLE, "no sign of life");
      case STALLED -> close(CloseCode.STALLED, "made no progress reading; resume with since");
    }
  }

  @Override
  public void close(CloseCode code, String reason) {
    if (!ended) {
      code.log(reason);
      ended = true;
      end(code, reason);
    }
  }
}
