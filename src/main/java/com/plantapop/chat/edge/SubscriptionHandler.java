package com.plantapop.chat.edge;

import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Refusal;
import java.util.OptionalLong;

/** {@code register} and {@code unregister}. */
final class SubscriptionHandler {
  private static final String SINCE = "since";
  private static final String ACK = "ack";

  private final BridgeSession session;

  SubscriptionHandler(BridgeSession session) {
    this.session = session;
  }

  void register(Frame frame, Deadline deadline) {
    Address log = EdgeAddress.parseLog(frame.address());
    String spelling = frame.address();
    if (session.reader().isSubscribed(spelling)) {
      throw Refusal.of(Refusal.Code.CONFLICT, "address: registered already");
    }
    int most = session.settings().maxSubscriptions();
    if (session.reader().size() >= most) {
      throw Refusal.of(Refusal.Code.TOO_FAST, "at most " + most + " subscriptions a socket");
    }
    session.answerBeforeOthers(
        frame,
        session
            .reader()
            .subscribe(log, spelling, since(frame), deadline, cursor -> stands(frame, cursor))
            .mapEmpty());
  }

  private static OptionalLong since(Frame frame) {
    String since = frame.headers().get(SINCE);
    return since == null
        ? OptionalLong.empty()
        : OptionalLong.of(Numbers.parse("since", since, 0, Long.MAX_VALUE));
  }

  private void stands(Frame frame, long cursor) {
    if ("true".equals(frame.headers().get(ACK))) {
      session.link().send(FrameWriter.registered(frame.address(), cursor));
    }
  }

  void unregister(Frame frame) {
    EdgeAddress.parseLog(frame.address());
    if (!session.reader().unsubscribe(frame.address())) {
      throw Refusal.of(Refusal.Code.NOT_FOUND, "address: not registered");
    }
  }
}
