package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.ReaderSession;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;

/**
 * One socket's conversation: its frames are served in the order in which they came.
 *
 * <p>Sends overlap, up to a bound; what changes or reads the socket's own state (register, history)
 * lets the frames behind it wait, so that a client which registers and then sends always sees its
 * own message. While the bound is met, or the client does not read what we answer, the socket is
 * not read: nothing queues here but what had arrived already (G7).
 */
final class BridgeSession {
  private final EdgeConfig settings;
  private final Link link;
  private final ReaderSession reader;
  private final FrameHandlers handlers;
  private final Identity identity;
  private final FrameLimits limits;
  private final EdgeMetrics metrics;
  private final Inbox inbox = new Inbox();
  private int sendsUnderWay;
  private int waitedFor;
  private boolean serving;
  private boolean draining;
  private boolean closed;

  BridgeSession(
      EdgeConfig settings,
      Link link,
      ReaderSession reader,
      Identity identity,
      FrameHandlers.Services services) {
    this.settings = settings;
    this.link = link;
    this.reader = reader;
    this.identity = identity;
    this.handlers =
        new FrameHandlers(this, reader, identity, settings.maxSubscriptions(), services);
    this.limits = new FrameLimits(settings);
    this.metrics = services.metrics();
  }

  /** Bytes of frames that have come and wait to be served. */
  long waitingBytes() {
    return inbox.bytes();
  }

  Link link() {
    return link;
  }

  /** Takes one bridge message from the transport. */
  void receive(String message) {
    if (draining && !closed) {
      refuseWaiting(message);
    } else if (!closed && inbox.isFull(settings.maxFrameBytes())) {
      // The transport cannot be paused, and its client goes on all the same.
      end(CloseCode.FLOODED, "too many frames under way");
    } else if (!closed) {
      inbox.add(new Inbox.Arrival(message, handlers.newDeadline()));
      serve();
    }
  }

  /** The transport has told us something that is no bridge message at all. */
  void receiveBroken(String problem) {
    blame(null, Refusal.malformed(problem));
  }

  /** A send that is refused at once ends while it is served: the loop goes on, and not deeper. */
  private void serve() {
    if (serving) {
      return;
    }
    serving = true;
    try {
      while (!closed && mayServe() && !inbox.isEmpty()) {
        serve(inbox.poll());
      }
    } finally {
      serving = false;
    }
    if (!closed && mayReadOn()) {
      link.resume();
    } else {
      link.pause();
    }
  }

  private boolean mayServe() {
    return waitedFor == 0
        && !draining
        && sendsUnderWay < settings.maxInFlight()
        && link.isWritable();
  }

  /**
   * Frames behind a registration or a page wait here and not in the connection: their time runs
   * from when they came (G6), which nobody knows of what has not been read.
   */
  private boolean mayReadOn() {
    return !draining
        && sendsUnderWay < settings.maxInFlight()
        && link.isWritable()
        && inbox.bytes() < settings.maxFrameBytes();
  }

  private void serve(Inbox.Arrival arrival) {
    Frame frame = FrameReader.read(arrival.message());
    try {
      limits.check(arrival.message(), identity);
      if (frame.problem() != null) {
        throw frame.problem();
      }
      serve(frame, arrival.deadline());
      limits.kept();
    } catch (Refusal refusal) {
      blame(frame.answerAddress(), refusal);
    } catch (RuntimeException | StackOverflowError fault) {
      refuse(frame.answerAddress(), fault);
    }
  }

  /** What has waited behind others until its time was over is not begun: nobody waits for it. */
  private void serve(Frame frame, Deadline deadline) {
    if (frame.mayTakeTime() && deadline.isOver()) {
      refuse(
          frame.answerAddress(), Refusal.of(Refusal.Code.UNAVAILABLE, "not begun in time; retry"));
    } else {
      handlers.handle(frame, deadline);
    }
  }

  /** Tells the client, and ends a conversation in which nothing else would be said any more. */
  private void blame(String address, Refusal refusal) {
    refuse(address, refusal);
    if (limits.refused(refusal)) {
      end(CloseCode.PROTOCOL, "broke the protocol or a limit again and again");
    }
  }

  private void refuse(String address, Throwable cause) {
    link.send(FrameWriter.refusal(address, metrics.refused(Faults.refusalFor(cause))));
  }

  /** Sends the answer to a frame, or its refusal, before any frame behind it is served. */
  void answerBeforeOthers(Frame frame, Future<String> answer) {
    waitedFor++;
    answer.onComplete(outcome -> answerWaitedFor(frame, outcome));
  }

  private void answerWaitedFor(Frame frame, AsyncResult<String> outcome) {
    try {
      answer(frame, outcome);
    } finally {
      waitedFor--;
      goOn(true);
    }
  }

  /** Sends the answer to a frame, or its refusal, when it is there; others go on meanwhile. */
  void answerLater(Frame frame, Future<String> answer) {
    sendsUnderWay++;
    answer.onComplete(outcome -> answerOneOfMany(frame, outcome));
  }

  private void answerOneOfMany(Frame frame, AsyncResult<String> outcome) {
    try {
      answer(frame, outcome);
    } finally {
      sendsUnderWay--;
      goOn(!inbox.isEmpty() || sendsUnderWay == settings.maxInFlight() - 1);
    }
  }

  /** A success without a text is not told. */
  private void answer(Frame frame, AsyncResult<String> outcome) {
    if (outcome.failed()) {
      refuse(frame.answerAddress(), outcome.cause());
    } else if (outcome.result() != null) {
      link.send(outcome.result());
    }
  }

  private void goOn(boolean mayServeMore) {
    if (draining) {
      closeWhenQuiet();
    } else if (mayServeMore) {
      serve();
    }
  }

  /** Looks after the connection and whether its identity still holds; called every second. */
  void check(long nowNanos) {
    link.check(nowNanos);
    Refusal over = closed ? null : identity.over(nowNanos);
    if (over != null) {
      reader.end(metrics.refused(over));
      end(CloseCode.NOT_AUTHENTICATED, over.getMessage());
    }
  }

  /** The client has read enough to take more. */
  void drained() {
    reader.resume();
    serve();
  }

  /**
   * Ends the conversation once every send has its answer (design section 8). What waits here was
   * never begun, so it is refused: the client knows that it may send it elsewhere.
   */
  void drain() {
    draining = true;
    link.pause();
    inbox.drainTo(this::refuseWaiting);
    closeWhenQuiet();
  }

  private void refuseWaiting(String message) {
    Refusal draining = Refusal.of(Refusal.Code.UNAVAILABLE, "draining; reconnect and retry");
    refuse(FrameReader.read(message).answerAddress(), draining);
  }

  private void closeWhenQuiet() {
    if (sendsUnderWay == 0 && waitedFor == 0) {
      link.close(CloseCode.DRAINING, "draining; reconnect");
    }
  }

  /** Ends the conversation now: what the client has sent or sends yet is not looked at. */
  void end(CloseCode code, String reason) {
    link.close(code, reason);
    ended();
  }

  /** The connection is gone. */
  void ended() {
    closed = true;
    inbox.clear();
    reader.close();
  }
}
