package com.plantapop.chat.edge;

import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.ingest.Ingest;

/** Sends each frame of a socket to the class of its kind. */
final class FrameHandlers {
  /** What the frames of all sockets need. */
  record Services(Ingest ingest, History history) {}

  private final Ingest ingest;
  private final SendHandler sends;
  private final SubscriptionHandler subscriptions;

  FrameHandlers(BridgeSession session, Services services) {
    this.ingest = services.ingest();
    this.sends = new SendHandler(session, ingest, new HistoryHandler(session, services.history()));
    this.subscriptions = new SubscriptionHandler(session);
  }

  /** When a frame that arrives now is answered. */
  Deadline newDeadline() {
    return ingest.newDeadline();
  }

  /** Serves a well-formed frame; throws a Refusal when it asks for what cannot be. */
  void handle(Frame frame, Deadline deadline) {
    switch (frame.type()) {
      case PING -> {}
      case SEND -> sends.send(frame, deadline);
      case PUBLISH -> sends.publish(frame, deadline);
      case REGISTER -> subscriptions.register(frame, deadline);
      case UNREGISTER -> subscriptions.unregister(frame);
    }
  }
}
