package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.ReaderSession;
import io.netty.buffer.ByteBufUtil;
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
  /** Largest frames that may wait here while the socket is not read; a transport's own batch. */
  private static final int MAX_WAITING_FRAMES = 32;

  private final EdgeConfig settings;
  private final Link link;
  private final ReaderSession reader;
  private final FrameHandlers handlers;
  private final RateLimit rate;
  private final Inbox inbox = new Inbox();
  private int sendsUnderWay;
  private int violations;
  private boolean serving;
  private boolean waiting;
  private boolean draining;
  private boolean closed;

  BridgeSession(
      EdgeConfig settings, Link link, ReaderSession reader, FrameHandlers.Services services) {
    this.settings = settings;
    this.link = link;
    this.reader = reader;
    this.handlers = new FrameHandlers(this, reader, settings.maxSubscriptions(), services);
    this.rate = new RateLimit(settings.framesPerSecond(), settings.frameBurst(), System.nanoTime());
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
    if (closed) {
      return;
    }
    if (draining) {
      refuseWaiting(message);
      return;
    }
    if (inbox.bytes() > (long) MAX_WAITING_FRAMES * settings.maxFrameBytes()) {
      // The transport cannot be paused, and its client goes on all the same.
      end(CloseCode.PROTOCOL, "too many frames under way");
      return;
    }
    inbox.add(new Inbox.Arrival(message, handlers.newDeadline()));
    serve();
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
    return !waiting && !draining && sendsUnderWay < settings.maxInFlight() && link.isWritable();
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
      check(arrival.message());
      if (frame.problem() != null) {
        throw frame.problem();
      }
      serve(frame, arrival.deadline());
      violations = 0;
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

  /** Its size, and how many there were of late. */
  private void check(String message) {
    if (ByteBufUtil.utf8Bytes(message) > settings.maxFrameBytes()) {
      throw Refusal.of(
          Refusal.Code.TOO_LARGE, "frame: at most " + settings.maxFrameBytes() + " bytes");
    }
    long wait = rate.tryPass(System.nanoTime());
    if (wait > 0) {
      throw Refusal.retryAfter(Refusal.Code.TOO_FAST, "too many frames a second", wait);
    }
  }

  /** Tells the client, and ends a conversation that consists of nothing but broken frames. */
  private void blame(String address, Refusal refusal) {
    refuse(address, refusal);
    violations++;
    if (violations >= settings.maxViolations()) {
      end(CloseCode.PROTOCOL, "broke the protocol again and again");
    }
  }

  private void refuse(String address, Throwable cause) {
    link.send(FrameWriter.refusal(address, Faults.refusalFor(cause)));
  }

  /** Sends the answer to a frame, or its refusal, before any frame behind it is served. */
  void answerBeforeOthers(Frame frame, Future<String> answer) {
    waiting = true;
    answer.onComplete(outcome -> answerWaitedFor(frame, outcome));
  }

  private void answerWaitedFor(Frame frame, AsyncResult<String> outcome) {
    try {
      answer(frame, outcome);
    } finally {
      waiting = false;
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
    String address = FrameReader.read(message).answerAddress();
    refuse(address, Refusal.of(Refusal.Code.UNAVAILABLE, "draining; reconnect and retry"));
  }

  private void closeWhenQuiet() {
    if (sendsUnderWay == 0 && !waiting) {
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
