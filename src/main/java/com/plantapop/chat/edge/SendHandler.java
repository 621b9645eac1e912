package com.plantapop.chat.edge;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.ingest.Ingest;

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

  void send(Frame frame, Deadline deadline) {
    EdgeAddress address = EdgeAddress.parse(frame.address());
    if (address.history()) {
      history.read(frame, address.log(), deadline);
    } else {
      submit(frame, address.log(), deadline);
    }
  }

  void publish(Frame frame, Deadline deadline) {
    submit(frame, EdgeAddress.parseLog(frame.address()), deadline);
  }

  private void submit(Frame frame, Address log, Deadline deadline) {
    session.answerLater(
        frame, ingest.submit(log, frame.body(), deadline).map(done -> answer(frame, done)));
  }

  private static String answer(Frame frame, Acknowledgement done) {
    boolean isAwaited = frame.type() == Frame.Type.SEND && frame.replyAddress() != null;
    return isAwaited ? FrameWriter.acknowledgement(frame.replyAddress(), done) : null;
  }
}
