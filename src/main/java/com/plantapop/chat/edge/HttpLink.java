package com.plantapop.chat.edge;

import com.plantapop.chat.config.EdgeConfig;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.Budget;
import com.plantapop.chat.hub.Delivery;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;

/**
 * A SockJS session over one of the fallback transports: what it says waits here until a poll or
 * stream takes it, one frame at a time, so that what a client does not read is counted and bounded.
 */
final class HttpLink implements Link {
  /** How long a client may be without a poll or stream (SockJS protocol). */
  static final long ABSENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** For a character on the slowest line that we think of: 8 KB a second. */
  private static final long SLOWEST_NANOS = 125_000;

  /** To a poll that was on its way while the session ended: nobody else would answer it. */
  private static final String INTERRUPTED = "c[1002,\"Connection interrupted\"]";

  private static final String OTHER_CONNECTION = "c[2010,\"Another connection still open\"]";

  private final EdgeMetrics metrics;
  private final int most;
  private final IdleMonitor idleMonitor;
  private final Budget.Account account;
  private final MessageQueue queue = new MessageQueue();
  private final PostSlot posts = new PostSlot();
  private BridgeSession session;
  private Runnable onEnd;
  private HttpReceiver receiver;
  private long inFlight;
  private long left;
  private long absentSince = System.nanoTime();
  private long closedAt;
  private boolean opened;
  private String goodbye;
  private boolean ended;

  HttpLink(EdgeConfig settings, Budget budget, EdgeMetrics metrics) {
    this.metrics = metrics;
    this.most = settings.readerBudgetBytes();
    this.idleMonitor = new IdleMonitor(settings, System.nanoTime());
    this.account = budget.open();
  }

  /** The knot between a link and its session, tied before anything else is called. */
  void begin(BridgeSession of, Runnable ending) {
    session = of;
    onEnd = ending;
  }

  /** A poll or stream has come. */
  void attach(HttpReceiver next) {
    idleMonitor.heard();
    if (ended || (receiver != null && !receiver.isFull())) {
      next.write(ended ? lastWord() : OTHER_CONNECTION).onComplete(told -> next.end());
      return;
    }
    receiver = next;
    next.onGone(() -> gone(next));
    if (!opened) {
      opened = true;
      write("o");
    } else {
      pump();
    }
  }

  private String lastWord() {
    return goodbye == null ? INTERRUPTED : goodbye;
  }

  /** Who leaves in the middle may have missed something, and resumes with another session. */
  private void gone(HttpReceiver from) {
    if (receiver == from && !from.isFull()) {
      cut();
    }
  }

  /** A post has come; {@code taken} completes when its messages are, else fails with a Refusal. */
  void post(String text, Promise<Void> taken) {
    if (ended || goodbye != null) {
      taken.fail(Refusal.of(Refusal.Code.NOT_FOUND, "no such session"));
    } else if (posts.put(text, taken)) {
      idleMonitor.heard();
      posts.takeFor(session);
    }
  }

  @Override
  public boolean isWritable() {
    return waiting() < most && !account.mustWait();
  }

  @Override
  public void deliver(Delivery delivery, String address, String spelling) {
    for (String message : delivery.encodedAs(HttpTransport.MESSAGES, address)) {
      add(address.equals(spelling) ? message : spelt(message, address, spelling));
    }
    pump();
  }

  /** The address is the first thing in a frame that can look like it. */
  private static String spelt(String message, String address, String spelling) {
    int at = message.indexOf(address);
    return message.substring(0, at) + spelling + message.substring(at + address.length());
  }

  @Override
  public void send(String message) {
    add(HttpTransport.quoted(message));
    pump();
  }

  private void add(String message) {
    if (!ended && goodbye == null) {
      queue.add(message);
      count();
    }
  }

  private void pump() {
    if (receiver == null || receiver.isFull() || inFlight > 0) {
      return;
    }
    if (!queue.isEmpty()) {
      write(queue.nextFrame());
    } else if (goodbye != null) {
      write(goodbye);
    }
  }

  private void write(String frame) {
    inFlight = frame.length();
    HttpReceiver into = receiver;
    into.write(frame).onComplete(outcome -> left(outcome, frame.equals(goodbye)));
    count();
  }

  private void left(AsyncResult<Void> outcome, boolean told) {
    boolean wasFull = !isWritable();
    left += inFlight;
    // Who reads slowly is not away: not before it has all, nor while the kernel still holds it.
    absentSince = System.nanoTime() + inFlight * SLOWEST_NANOS;
    inFlight = 0;
    count();
    if (outcome.failed() || told) {
      cut();
    } else {
      pump();
      if (wasFull && isWritable()) {
        session.drained();
      }
    }
  }

  private long waiting() {
    return queue.size() + inFlight;
  }

  private void count() {
    account.holds(ended ? 0 : waiting() + session.waitingBytes());
  }

  @Override
  public void pause() {
    posts.pause();
  }

  @Override
  public void resume() {
    posts.resume();
    posts.takeFor(session);
  }

  @Override
  public void check(long now) {
    count();
    boolean absent = receiver == null || receiver.isFull();
    boolean isGone = absent && inFlight == 0 && now - absentSince > ABSENCE_NANOS;
    if (isGone || (goodbye != null && now - closedAt > CLOSE_GRACE_NANOS)) {
      cut();
      return;
    }
    switch (idleMonitor.check(now, waiting() < most, left)) {
      case WELL -> {}
      case HEARTBEAT_DUE -> heartbeat();
      case IDLE -> close(CloseCode.IDLE, "no sign of life");
      case STALLED -> cutStalled();
    }
  }

  private void heartbeat() {
    if (receiver != null && !receiver.isFull() && inFlight == 0 && goodbye == null) {
      write("h");
    }
  }

  private void cutStalled() {
    close(CloseCode.STALLED, "made no progress reading; resume with since");
    cut();
  }

  @Override
  public void close(CloseCode code, String reason) {
    if (goodbye == null && !ended) {
      code.tell(metrics, reason);
      closedAt = System.nanoTime();
      goodbye = code.sockJsFrame(reason);
      pump();
    }
  }

  @Override
  public long held() {
    return account.held();
  }

  @Override
  public void cut() {
    if (!ended) {
      ended = true;
      queue.clear();
      count();
      if (receiver != null && inFlight > 0) {
        receiver.cut();
      } else if (receiver != null) {
        receiver.end();
      }
      posts.refuse();
      onEnd.run();
    }
  }
}
