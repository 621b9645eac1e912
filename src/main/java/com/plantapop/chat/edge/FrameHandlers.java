package com.plantapop.chat.edge;

import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.ingest.Ingest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each frame of a socket to the class of its kind. */
final class FrameHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(FrameHandlers.class);

  /** What the frames of all sockets need. */
  record Services(Ingest ingest, History history) {}

  private final SendHandler sends;
  private final SubscriptionHandler subscriptions;

  FrameHandlers(BridgeSession session, Services services) {
    this.sends =
        new SendHandler(
            session, services.ingest(), new HistoryHandler(session, services.history()));
    this.subscriptions = new SubscriptionHandler(session);
  }

  /** Serves a well-formed frame; throws a Refusal when it asks for what cannot be. */
  void handle(Frame frame) {
    switch (frame.type()) {
      case PING -> {}
      case SEND -> sends.send(frame);
      case PUBLISH -> sends.publish(frame);
      case REGISTER -> subscriptions.register(frame);
      case UNREGISTER -> subscriptions.unregister(frame);
    }
  }

  /** What the client is told of a failure: ours is logged, not shown. */
  static Refusal refusalFor(Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    LOG.error("a frame failed", cause);
    return Refusal.of(Refusal.Code.UNAVAILABLE, "not available now; retry");
  }
}
