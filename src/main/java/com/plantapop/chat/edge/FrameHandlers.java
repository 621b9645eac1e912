package com.plantapop.chat.edge;

import com.plantapop.chat.event.Acknowledgement;
import com.plantapop.chat.event.Address;
import com.plantapop.chat.event.Deadline;
import com.plantapop.chat.event.Limit;
import com.plantapop.chat.event.Refusal;
import com.plantapop.chat.hub.History;
import com.plantapop.chat.hub.ReaderSession;
import com.plantapop.chat.ingest.Ingest;
import com.plantapop.chat.metrics.EdgeMetrics;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.OptionalLong;

/** What the frames of one socket ask, a method for each kind. */
final class FrameHandlers {
  /** What the frames of all sockets need. */
  record Services(Ingest ingest, History history, EdgeMetrics metrics) {}

  private static final String SINCE = "since";
  private static final String ACK = "ack";

  private final BridgeSession session;
  private final ReaderSession reader;
  private final Identity identity;
  private final int maxSubscriptions;
  private final Ingest ingest;
  private final History history;

  FrameHandlers(
      BridgeSession session,
      ReaderSession reader,
      Identity identity,
      int maxSubscriptions,
      Services services) {
    this.session = session;
    this.reader = reader;
    this.identity = identity;
    identity.onChange(reader::callerChanged);
    this.maxSubscriptions = maxSubscriptions;
    this.ingest = services.ingest();
    this.history = services.history();
  }

  /** When a frame that arrives now is answered. */
  Deadline newDeadline() {
    return ingest.newDeadline();
  }

  /**
   * Serves a well-formed frame, once it is known who sends it; throws a Refusal when it asks for
   * what cannot be.
   */
  void handle(Frame frame, Deadline deadline) {
    Future<Void> known = identity.heard(frame.headers());
    if (known.succeeded()) {
      serve(frame, deadline);
    } else if (known.failed()) {
      throw Faults.refusalFor(known.cause());
    } else {
      session.answerBeforeOthers(frame, known.map(done -> serve(frame, deadline)));
    }
  }

  /** Returns nothing to say: whatever is to be said is said later. */
  private String serve(Frame frame, Deadline deadline) {
    switch (frame.type()) {
      case PING -> {}
      case SEND -> send(frame, deadline);
      case PUBLISH -> submit(frame, EdgeAddress.parseLog(frame.address()), deadline);
      case REGISTER -> register(frame, deadline);
      case UNREGISTER -> unregister(frame);
    }
    return null;
  }

  /** To an address, or to its {@code .history}, which is answered with a page of the past. */
  private void send(Frame frame, Deadline deadline) {
    if (EdgeAddress.isSession(frame.address())) {
      tellSession(frame);
      return;
    }
    EdgeAddress address = EdgeAddress.parse(frame.address());
    if (address.history()) {
      readHistory(frame, address.log(), deadline);
    } else {
      submit(frame, address.log(), deadline);
    }
  }

  /**
   * {@code send} and {@code publish} are the same to us, but that a send has its acknowledgement
   * (design section 3). A send without a reply address gets refusals like a publish.
   */
  private void submit(Frame frame, Address log, Deadline deadline) {
    session.answerLater(
        frame,
        ingest
            .submit(identity.caller(), log, frame.body(), deadline)
            .map(done -> acknowledgement(frame, done)));
  }

  private static String acknowledgement(Frame frame, Acknowledgement done) {
    boolean isAwaited = frame.type() == Frame.Type.SEND && frame.replyAddress() != null;
    return isAwaited ? FrameWriter.acknowledgement(frame.replyAddress(), done) : null;
  }

  /** Who the one who asks is, as far as we know. */
  private void tellSession(Frame frame) {
    requireReplyAddress(frame, "session");
    session.link().send(FrameWriter.session(frame.replyAddress(), identity.caller()));
  }

  private static void requireReplyAddress(Frame frame, String what) {
    if (frame.replyAddress() == null) {
      throw Refusal.malformed("replyAddress: " + what + " needs one");
    }
  }

  private void readHistory(Frame frame, Address log, Deadline deadline) {
    requireReplyAddress(frame, "history");
    session.answerBeforeOthers(
        frame,
        query(frame.body())
            .read(history, identity.caller(), log, deadline)
            .map(page -> FrameWriter.history(frame.replyAddress(), page)));
  }

  private static HistoryQuery query(String body) {
    try {
      return HistoryQuery.parse(body == null ? new JsonObject() : new JsonObject(body));
    } catch (DecodeException notAnObject) {
      throw Refusal.malformed("body: must be an object");
    }
  }

  private void register(Frame frame, Deadline deadline) {
    Address log = EdgeAddress.parseLog(frame.address());
    String spelling = frame.address();
    if (reader.isSubscribed(spelling)) {
      throw Refusal.of(Refusal.Code.CONFLICT, "address: registered already");
    }
    if (reader.size() >= maxSubscriptions) {
      throw Refusal.of(
              Refusal.Code.TOO_FAST, "at most " + maxSubscriptions + " subscriptions a socket")
          .at(Limit.SUBSCRIPTIONS);
    }
    session.answerBeforeOthers(
        frame,
        reader
            .subscribe(
                identity.caller(),
                log,
                spelling,
                since(frame),
                deadline,
                cursor -> stands(frame, cursor))
            .mapEmpty());
  }

  private static OptionalLong since(Frame frame) {
    String since = frame.headers().get(SINCE);
    return since == null
        ? OptionalLong.empty()
        : OptionalLong.of(HistoryQuery.wholeNumber(SINCE, since, 0, Long.MAX_VALUE));
  }

  private void stands(Frame frame, long cursor) {
    if ("true".equals(frame.headers().get(ACK))) {
      session.link().send(FrameWriter.registered(frame.address(), cursor));
    }
  }

  private void unregister(Frame frame) {
    EdgeAddress.parseLog(frame.address());
    if (!reader.unsubscribe(frame.address())) {
      throw Refusal.of(Refusal.Code.NOT_FOUND, "address: not registered");
    }
  }
}
