package com.plantapop.chat.edge;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.ingest.Ingest;
import io.vertx.core.AsyncResult;

/**
 * {@code send} and {@code publish}: the same to us, but that a send has its acknowledgement (design
 * section 3). A send without a reply address gets refusals like a publish.
 */
final class SendHandler {
  private final BridgeSession session;
  private final Ingest ingest;
  private final HistoryHandler history;

  SendHandler(BridgeSession session, Ingest ingest, HistoryHandler history) {
    this.session = session;
    this.ingest = ingest;
    this.history = history;
  }

  void send(Frame frame) {
    EdgeAddress address = EdgeAddress.parse(frame.address());
    if (address.history()) {
      history.read(frame, address.log());
    } else {
      submit(frame, address);
    }
  }

  void publish(Frame frame) {
    EdgeAddress.parseLog(frame.address());
    submit(frame, EdgeAddress.parse(frame.address()));
  }

  private void submit(Frame frame, EdgeAddress address) {
    session.sendBegins();
    ingest.submit(address.log(), frame.body()).onComplete(outcome -> answer(frame, outcome));
  }

  private void answer(Frame frame, AsyncResult<Acknowledgement> outcome) {
    if (outcome.failed()) {
      session.refuse(frame.answerAddress(), FrameHandlers.refusalFor(outcome.cause()));
    } else if (frame.type() == Frame.Type.SEND && frame.replyAddress() != null) {
      session.link().send(FrameWriter.acknowledgement(frame.replyAddress(), outcome.result()));
    }
    session.sendEnds();
  }
}
